"""Where the phrases of page furniture come from: locale files of consent, sharing, comment and newsletter packages.

They are fetched from npm and PyPI by their exact version, once, into a cache folder, and never typed from dedup's own
catalogue. A phrase is named by its package and key; what a page shows together is a widget.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from articles import LANGUAGES

Messages = dict[str, str]
"""Phrases of one language by key; nested keys are joined by dots."""


class Package(NamedTuple):
    """A package, which of its files have phrases (group 1 is the language), and how to read them."""

    registry: str
    name: str
    version: str
    files: str
    read: Callable[[str], Messages]


def read_lines(text: str) -> Messages:
    """``key: "value"`` lines of JavaScript, JSON or Python, in nested braces."""
    messages: Messages = {}
    stack: list[str] = []
    for line in text.splitlines():
        if opened := re.match(r"""\s*(?:const|var)?\s*["']?([\w.-]+)["']?\s*[:=]\s*\{\s*$""", line):
            stack.append(opened[1])
        elif found := re.match(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*:\s*(["'])(.*)\4,?\s*$""", line):
            key = found[1] or found[2] or found[3]
            messages[".".join([*stack, key])] = found[5].replace("\\'", "'").replace('\\"', '"')
        elif re.match(r"\s*\}", line) and stack:
            stack.pop()
    return messages


def read_named(text: str) -> Messages:
    """As `read_lines`, without the name of the outermost braces."""
    outer = re.compile(r"^(?:tarteaucitron\.lang|module\.exports|MESSAGES)\.")
    return {outer.sub("", key): value for key, value in read_lines(text).items()}


def read_yaml(text: str) -> Messages:
    """A YAML file."""
    return dict(_flat(yaml.safe_load(text), ""))


def _flat(tree: object, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(tree, str):
        yield prefix, " ".join(tree.split())


def read_po(text: str) -> Messages:
    """A gettext catalogue, by msgid."""
    messages: Messages = {}
    for entry in re.split(r"\n\s*\n", text):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        parts = re.split(r"^msgstr(?:\[0\])? ", "\n".join(lines), maxsplit=1, flags=re.MULTILINE)
        if len(parts) == 2 and not parts[1].startswith('""\nmsg'):
            key, value = ("".join(json.loads(s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', part)) for part in parts)
            if key and value:
                messages[key] = " ".join(value.split())
    return messages


PACKAGES = (
    Package("npm", "klaro", "0.7.22", r"/src/translations/([a-z]{2})\.yml$", read_yaml),
    Package("npm", "tarteaucitronjs", "1.34.0", r"/lang/tarteaucitron\.([a-z]{2})\.js$", read_named),
    Package("npm", "@c15t/translations", "2.2.1", r"/dist/(?:all|translations/(en))\.js$", read_lines),
    Package("npm", "shariff", "3.3.0", r"/src/js/services/(\w+)\.js$", read_lines),
    Package("npm", "gitalk", "1.8.0", r"/src/i18n/([a-z]{2})(?:-CN|-ES)?\.json$", read_lines),
    Package("npm", "hexo-theme-next", "8.29.0", r"/languages/([a-z]{2})(?:-CN)?\.yml$", read_yaml),
    Package(
        "npm",
        "@docusaurus/theme-translations",
        "3.10.2",
        r"/locales/([a-z]{2})(?:-BR|-Hans)?/theme-common\.json$",
        read_lines,
    ),
    Package("pypi", "isso", "0.14.0", r"/js/app/i18n/([a-z]{2})(?:_CN|_BR)?\.js$", read_named),
    Package(
        "pypi", "django-contrib-comments", "2.2.0", r"/locale/([a-z]{2})(?:_Hans|_BR)?/LC_MESSAGES/django\.po$", read_po
    ),
    Package("pypi", "django-newsletter", "1.2.1", r"/locale/([a-z]{2})(?:_BR)?/LC_MESSAGES/django\.po$", read_po),
    Package("pypi", "django-cookie-law", "2.2.0", r"/locale/([a-z]{2})/LC_MESSAGES/django\.po$", read_po),
    Package("pypi", "mkdocs-material", "9.8.2", r"/partials/languages/([a-z]{2})(?:-Hans|-BR)?\.html$", read_lines),
    Package("pypi", "nikola", "8.3.3", r"/themes/base/messages/messages_([a-z]{2})(?:_cn|_br)?\.py$", read_named),
)

WIDGETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "cookie": (
        ("tarteaucitronjs", "alertBigPrivacy", "acceptAll", "denyAll", "personalize", "privacyUrl"),
        ("tarteaucitronjs", "title", "disclaimer", "allowAll", "denyAll"),
        ("klaro", "consentModal.title", "consentModal.description", "acceptAll", "decline"),
        (
            "@c15t/translations",
            "cookieBanner.title",
            "cookieBanner.description",
            "common.acceptAll",
            "common.rejectAll",
        ),
        (
            "@c15t/translations",
            "consentTypes.necessary.description",
            "consentTypes.marketing.description",
            "common.save",
        ),
        ("django-cookie-law", "COOKIE_INFO_HEADER", "COOKIE_INFO_PARA", "COOKIE_INFO_OK"),
    ),
    "share": (
        ("shariff", "facebook.title", "twitter.title", "whatsapp.title", "linkedin.title", "mail.title"),
        ("shariff", "facebook.title", "pinterest.title", "telegram.title", "xing.title"),
        ("shariff", "twitter.title", "reddit.title", "tumblr.title", "print.title"),
    ),
    "comment-form": (
        (
            "isso",
            "no-comments",
            "postbox-text",
            "postbox-author",
            "postbox-email",
            "postbox-website",
            "postbox-notification",
            "postbox-submit",
        ),
        (
            "django-contrib-comments",
            "Post your comment",
            "Name",
            "Email address",
            "Comment",
            "If you enter anything in this field your comment will be treated as spam",
            "Post",
            "Preview",
        ),
        ("gitalk", "leave-a-comment", "login-with-github", "support-markdown", "preview"),
        ("gitalk", "first-comment-person", "login-with-github"),
    ),
    "newsletter": (
        ("django-newsletter", "Newsletter subscribe", "Do you want to subscribe to this newsletter?", "Subscribe"),
        ("django-newsletter", "Newsletter archive", "Do you want to unsubscribe from this newsletter?", "Unsubscribe"),
    ),
    "navigation-top": (
        ("nikola", "Skip to main content", "Toggle navigation", "Archive", "Tags", "RSS feed"),
        ("mkdocs-material", "action.skip", "search.result.initializer", "nav", "toc"),
        (
            "@docusaurus/theme-translations",
            "theme.common.skipToMainContent",
            "theme.docs.sidebar.navAriaLabel",
            "theme.TOCCollapsible.toggleButtonLabel",
        ),
        (
            "hexo-theme-next",
            "menu.home",
            "menu.about",
            "menu.tags",
            "menu.categories",
            "menu.archives",
            "menu.sitemap",
            "menu.search",
        ),
    ),
    "navigation-bottom": (
        ("nikola", "Previous post", "Next post", "RSS feed"),
        ("mkdocs-material", "footer.previous", "footer.next", "top"),
        (
            "@docusaurus/theme-translations",
            "theme.common.editThisPage",
            "theme.docs.paginator.previous",
            "theme.docs.paginator.next",
            "theme.BackToTopButton.buttonAriaLabel",
        ),
        ("hexo-theme-next", "accessibility.prev_page", "accessibility.next_page", "accessibility.back_to_top"),
    ),
    "licence": (
        ("hexo-theme-next", "post.copyright.license_title", "post.copyright.license_content", "footer.powered"),
    ),
}
_OTHER_NAMES = {"cn": "zh", "se": "sv"}
_FILLED = {"footer.powered": "Hexo", "post.copyright.license_content": "CC BY 4.0"}
"""What stands in for the slot of a phrase."""


def fetch(package: Package, cache: Path) -> Path | None:
    """The package's archive, from the cache or its registry; nothing if it cannot be had."""
    folder = cache / f"{package.name.replace('/', '+')}-{package.version}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        if package.registry == "npm":
            command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        else:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                f"{package.name}=={package.version}",
            ]
        try:
            done = subprocess.run(command, cwd=part, capture_output=True, text=True, check=False).returncode == 0
        except FileNotFoundError:
            done = False
        if not done or not any(part.iterdir()):
            return None
        part.rename(folder)
    return next(folder.iterdir())


def members(archive: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the files of an archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            for name in sorted(opened.namelist()):
                yield f"/{name}", opened.read(name).decode("utf-8", "replace")
        return
    with tarfile.open(archive) as opened:
        for member in sorted(opened.getmembers(), key=lambda m: m.name):
            if member.isfile() and (file := opened.extractfile(member)):
                yield f"/{member.name}", file.read().decode("utf-8", "replace")


def messages(package: Package, archive: Path) -> dict[str, Messages]:
    """Phrases of each language."""
    found: dict[str, Messages] = {}
    for name, text in members(archive):
        if match := re.search(package.files, name):
            read = package.read(text)
            if package.name == "@c15t/translations":
                for key, value in read.items():
                    head, _, rest = key.partition(".")
                    found.setdefault(match[1] or head.partition("_")[0], {})[rest] = value
            elif package.name == "shariff":
                for key, value in read.items():
                    if key.startswith("title."):
                        found.setdefault(key[6:], {})[f"{match[1]}.title"] = value
            else:
                language = _OTHER_NAMES.get(match[1], match[1])
                found.setdefault(language, {}).update(read)
    return found


Widgets = dict[str, dict[str, list[list[str]]]]
"""By class and language, widgets as lists of lines."""


def widgets(cache: Path) -> tuple[Widgets, list[str]]:
    """All widgets, and the names of packages that could not be fetched."""
    phrases: dict[str, dict[str, Messages]] = {}
    missing = []
    for package in PACKAGES:
        archive = fetch(package, cache)
        if archive is None:
            missing.append(f"{package.registry} {package.name} {package.version}")
        else:
            phrases[package.name] = messages(package, archive)
    found: Widgets = {}
    for kind, choices in WIDGETS.items():
        for package_name, *keys in choices:
            for language in LANGUAGES:
                of_language = phrases.get(package_name, {}).get(language, {})
                lines = [_filled(key, of_language[key]) for key in keys if of_language.get(key)]
                if len(lines) >= 2:
                    found.setdefault(kind, {}).setdefault(language, []).append(lines)
    return found, missing


def _filled(key: str, phrase: str) -> str:
    return re.sub(r"<[^>]+>", "", phrase.replace("%s", _FILLED.get(key, ""))).strip()
