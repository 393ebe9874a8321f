"""The sites: documentation packages of Debian, each by another generator, and what their templates mark.

`content` selects the elements that hold the content, `furniture` by kind what is neither, wherever it stands. Each was
checked by reading pages. A table of contents inside the content element is content. What the generator itself writes
there on page after page, such as the methods that every class inherits, is marked as a repeat: to find it or to leave
it is both right, where boilerplate is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """Pages of one package."""

    name: str
    package: str
    pages: str
    """Regular expression for paths in the package; its group names the page."""
    content: str
    furniture: Mapping[str, str]
    language: str = "en"
    repeated: str = ""
    """Selects what the generator repeats inside the content."""


SPHINX = {
    "sidebar": ".sphinxsidebar, .mobile-nav",
    "page toc": ".sphinxsidebar ul:not(.this-page-menu), .mobile-nav ul:not(.this-page-menu)",
    "previous and next": ".sphinxsidebar p.topless, .mobile-nav p.topless",
    "breadcrumbs": ".related",
    "footer": "body > .footer",
    "permalink": "a.headerlink",
}
DOCBOOK = {"previous and next": ".navheader, .navfooter"}
APACHE = {
    "header": "#page-header",
    "menu": "p.menu",
    "breadcrumbs": "#path",
    "languages": ".toplang, .bottomlang",
    "notice": ".outofdate",
    "footer": "#footer",
    "permalink": "a.permalink",
    "bug links": "#quickview ul:has(a[href*=bugzilla]), #quickview h3:has(+ ul a[href*=bugzilla])",
}


def apache(language: str) -> Site:
    """The manual of the Apache server in a language."""
    pages = rf"usr/share/doc/apache2-doc/manual/{language}/(.*)\.html"
    return Site(f"apache-{language}", "apache2-doc", pages, "#page-content", APACHE, language)


OPEN = (
    apache("de"),
    apache("fr"),
    apache("ja"),
    Site(
        "commons-math",
        "libcommons-math3-java-doc",
        r"usr/share/doc/libcommons-math3-java/api/(org/.*)\.html",
        ".header, .contentContainer",
        {
            "menu": ".topNav, .bottomNav",
            "previous and next": ".subNav",
            "footer": ".legalCopy",
            "notice": "noscript",
        },
        repeated="li:has(> a[name*='.inherited.from.']), table caption, table th, .summary h3",
    ),
    Site(
        "developers-reference-ja",
        "developers-reference-ja",
        r"usr/share/developers-reference/ja/(.*)\.html",
        ".body",
        SPHINX,
        "ja",
    ),
    Site(
        "doxygen",
        "doxygen-doc",
        r"usr/share/doc/doxygen/html/([^/]*)\.html",
        "#doc-content",
        {
            "header": "#top",
            "footer": "#nav-path",
            "previous and next": ".textblock > p:last-child:has(> a[href='index.html'])",
        },
    ),
    Site(
        "gio",
        "libglib2.0-doc",
        r"usr/share/gtk-doc/html/gio/([^/]*)\.html",
        "body",
        {"menu": "table.navigation", "footer": "body > .footer"},
    ),
    Site(
        "git",
        "git-doc",
        r"usr/share/doc/git-doc/([^/]*)\.html",
        "#header, #content, #footnotes",
        {"footer": "#footer, .sect1:has(> #_git)"},
    ),
    Site(
        "mkdocs",
        "mkdocs-doc",
        r"usr/share/doc/mkdocs/html/(.*)\.html",
        "[role=main]",
        {
            "menu": ".navbar",
            "page toc": ".bs-sidebar",
            "footer": "footer",
            "dialog": ".modal",
            "permalink": "a.headerlink",
        },
    ),
    Site("postgresql", "postgresql-doc-15", r"usr/share/doc/postgresql-doc-15/html/(.*)\.html", "body", DOCBOOK),
    Site("python", "python3.11-doc", r"usr/share/doc/python3.11/html/(.*)\.html", ".body", SPHINX),
    Site(
        "rust-book",
        "rust-doc",
        r"usr/share/doc/rust-doc/html/book/(ch[^/]*)\.html",
        "#content",
        {"sidebar": "#sidebar", "header": "#menu-bar", "previous and next": ".nav-wrapper, .nav-wide-wrapper"},
    ),
    Site(
        "rust-std",
        "rust-doc",
        r"usr/share/doc/rust-doc/html/std/(.*)\.html",
        "#main-content",
        {
            "header": ".mobile-topbar, .sub-container",
            "sidebar": "nav.sidebar",
            "source link": "#main-content a.srclink",
            "toggle": "summary.hideme, #toggle-all-docs, a.test-arrow",
        },
        repeated="#blanket-implementations-list, #synthetic-implementations-list",
    ),
    Site(
        "zsh",
        "zsh-doc",
        r"usr/share/doc/zsh-common/html/((?!FAQ).*)\.html",
        "body",
        {"previous and next": "table.header", "footer": "body > p:last-of-type, body > font"},
    ),
)
FINAL = (
    Site("aptitude-ru", "aptitude-doc-ru", r"usr/share/doc/aptitude/html/ru/(ch.*)\.html", "body", DOCBOOK, "ru"),
    Site(
        "attoparsec",
        "libghc-attoparsec-doc",
        r"usr/share/doc/libghc-attoparsec-doc/html/([^/]*)\.html",
        "#content",
        {"header": "#package-header", "footer": "#footer", "source link": "a.link, a.selflink"},
        repeated="#module-header .info",
    ),
    Site(
        "crystal",
        "crystal-doc",
        r"usr/share/doc/crystal/api-docs/(.*)\.html",
        ".main-content",
        {"sidebar": ".sidebar", "permalink": "a.method-permalink", "source link": "a.view-source"},
        repeated=".methods-inherited",
    ),
    Site(
        "django",
        "python-django-doc",
        r"usr/share/doc/python-django-doc/html/(.*)\.html",
        "#yui-main",
        {
            "header": "#hd h1",
            "menu": "#global-nav",
            "previous and next": ".nav",
            "sidebar": "#sidebar",
            "page toc": "#sidebar .sphinxsidebarwrapper > ul",
            "permalink": "a.headerlink",
            "source link": "a.viewcode-link, a.viewcode-back",
        },
    ),
    Site(
        "exim",
        "exim4-doc-html",
        r"usr/share/doc/exim4-doc-html/spec_html/(.*)\.html",
        "#chapter",
        {
            "header": "body > #header",
            "menu": "#nav_flow",
            "previous and next": ".previous_page, .next_page, .toc_page",
            "footer": "#footer",
        },
    ),
    Site(
        "groonga-ja",
        "groonga-doc",
        r"usr/share/doc/groonga-doc/ja/html/(.*)\.html",
        "main > div:first-child",
        {
            "header": "#navbar-main",
            "sidebar": ".bd-sidebar",
            "page toc": ".bd-toc",
            "previous and next": ".prev-next-area",
            "footer": "body > footer",
            "permalink": "a.headerlink",
        },
        "ja",
    ),
    Site(
        "gtk",
        "libgtk-4-doc",
        r"usr/share/doc/libgtk-4-doc/gtk4/(.*)\.html",
        "#main",
        {
            "sidebar": "nav.sidebar",
            "page toc": "#toc",
            "search": "#search",
            "footer": "footer",
            "source link": "a.srclink",
        },
    ),
    Site(
        "nim",
        "nim-doc",
        r"usr/share/doc/nim/html/(.*)\.html",
        "h1.title, #content",
        {"sidebar": ".three.columns", "page toc": "#toc-list", "source link": "a.link-seesrc", "footer": ".footer"},
    ),
    Site(
        "nodejs",
        "nodejs-doc",
        r"usr/share/doc/nodejs/api/(.*)\.html",
        "#apicontent",
        {"menu": "#column2", "header": "#column1 > header", "page toc": "#toc", "permalink": "a.mark"},
    ),
    Site(
        "qttools",
        "qttools5-doc-html",
        r"usr/share/qt5/doc/(.*)\.html",
        ".mainContent",
        {
            "breadcrumbs": ".navigationbar",
            "previous and next": ".naviNextPrevious",
            "page toc": ".sidebar",
            "footer": "body > .footer",
        },
    ),
    Site(
        "sqlite",
        "sqlite3-doc",
        r"usr/share/doc/sqlite3/(.*)\.html",
        "body",
        {
            "header": "body > div.nosearch:first-of-type",
            "menu": ".mainmenu, .submenu",
            "search": ".searchmenu",
            "breadcrumbs": "body > .nosearch > a[href$='intro.html']",
            "previous and next": "body > p:has(> a[href='objlist.html']), body > p:has(> a[href$='chronology.html'])",
            "footer": "p[align=center]:has(> small)",
            "toggle": "button",
        },
    ),
    Site(
        "yard",
        "yard-doc",
        r"usr/share/doc/yard/doc/(.*)\.html",
        "#content",
        {"breadcrumbs": "#menu", "footer": "#footer", "toggle": "a.summary_toggle, a.inheritanceTree"},
        repeated=".inherited",
    ),
)
