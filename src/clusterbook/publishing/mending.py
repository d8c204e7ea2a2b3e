"""What the theme's pages lack for a screen reader, a validator or a strict policy of content, put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# The reader's own choice of light or dark, or else the system's, before anything is drawn; the theme's script would
# set "auto", for which no colour is defined, until it runs. The one script that stands in the pages themselves.
MODE = (
    '<script>(d=>{let m;try{m=localStorage.getItem("mode")}catch{}d.mode=m||"auto";'
    'd.theme=m=="light"||m=="dark"?m:matchMedia("(prefers-color-scheme:dark)").matches?"dark":"light"})'
    "(document.documentElement.dataset)</script>"
)


DIALOGS = {"search": "Search", "primary": "Sidebar", "secondary": "On this page"}


@dataclass(frozen=True, slots=True)
class Mend:
    """One fault of the theme's pages and its remedy.

    Attributes
    ----------
    reason : str
        Whom the fault hinders, and how.
    fault : re.Pattern
        What stands in a page.
    remedy : str or function of a match
        What shall stand there.
    """

    reason: str
    fault: re.Pattern[str]
    remedy: str | Callable[[re.Match[str]], str]


def _named(found: re.Match[str]) -> str:
    """A button of nothing but an icon, with its title as its name too."""
    tag = found[1] if "aria-label" in found[1] else re.sub(r'(\stitle="([^"]*)")', r'\1 aria-label="\2"', found[1])
    return tag + found[2]


def _typed(found: re.Match[str]) -> str:
    return found[0] if re.search(r"\stype=", found[0]) else f'<button type="button"{found[1]}>'


MENDS = (
    Mend(
        "the viewport is set three times",
        re.compile(r'(<meta name="viewport"[^>]*>)(.*?)</head>', re.S),
        lambda found: found[1] + re.sub(r'\s*<meta name="viewport"[^>]*>', "", found[2]) + "</head>",
    ),
    Mend(
        "two empty words to a search service that the book has nothing to do with",
        re.compile(r'\s*<meta name="docsearch:[^>]*>'),
        "",
    ),
    Mend(
        'colours wait for the theme\'s script, because "auto" is none',
        re.compile(r"<script data-cfasync=.*?</script>", re.S),
        MODE,
    ),
    Mend(
        "every icon there is, as a script, where the style has a font of those in use",
        re.compile(r'[ \t]*<script\b[^>]*\bsrc="[^"]*/fontawesome\.js[^"]*"[^>]*></script>\n?'),
        "",
    ),
    Mend(
        "a style in the page, which page.css has instead",
        re.compile(r"<!--\s*this give us a css class.*?-->\s*<noscript>\s*<style>.*?</style>\s*</noscript>", re.S),
        "",
    ),
    Mend(
        "settings in the page that nothing on it reads: they are for a switch of versions and another search",
        re.compile(r"\s*<script>DOCUMENTATION_OPTIONS\.(?:pagename = '[^']*'|search_as_you_type = false);</script>"),
        "",
    ),
    Mend(
        "a handler in the page, which page.js has instead",
        re.compile(r'<button onclick="window\.print\(\)"'),
        "<button data-print",
    ),
    Mend(
        "a script in the search page, which page.js has instead",
        re.compile(r"\s*<script>\s*// Activate the search field on page load.*?</script>", re.S),
        "",
    ),
    Mend(
        "signs of an icon font may be read out",
        re.compile(r'<(i|span) class="([^"]*\bfa[srb-][^"]*)"'),
        r'<\1 aria-hidden="true" class="\2"',
    ),
    Mend(
        "a fold of the contents has no name",
        re.compile(r'<summary>(?=<span class="toctree-toggle")'),
        '<summary aria-label="Pages of this chapter">',
    ),
    Mend(
        "the sidebar is in no landmark",
        re.compile(r'<div id="pst-primary-sidebar" '),
        '<div id="pst-primary-sidebar" role="region" aria-label="Sidebar" ',
    ),
    Mend(
        "a dialog has no name",
        re.compile(r'<dialog id="pst-(search|primary|secondary)(-dialog|-sidebar-modal)"'),
        lambda found: found[0] + f' aria-label="{DIALOGS[found[1]]}"',
    ),
    Mend(
        "the skip link has nowhere to put the focus",
        re.compile(r'<main id="main-content" class="bd-main" role="main">'),
        '<main id="main-content" class="bd-main" role="main" tabindex="-1">',
    ),
    Mend(
        "buttons of icons have a title and no name",
        re.compile(r'(<button\b[^>]*\stitle="[^>]*>)(\s*<(?:i|span)\b[^>]*></(?:i|span)>\s*</button>)'),
        _named,
    ),
    Mend("a button without a type sends a form", re.compile(r"<button\b([^>]*)>"), _typed),
    Mend(
        "a form that only the Enter key can send",
        re.compile(r'(<form class="bd-search[^>]*>)\s*(<i [^>]*></i>)'),
        r'\1<button type="submit" class="cb-search-go" aria-label="Search">\2</button>',
    ),
    Mend(
        "a role that is no longer in use, with a list of which it is no item",
        re.compile(r'role="doc-biblioentry"'),
        'role="listitem"',
    ),
    Mend(
        "notes in a landmark without a name",
        re.compile(r'<aside class="footnote-list'),
        '<aside aria-label="Notes" class="footnote-list',
    ),
    Mend(
        "a note is not a landmark",
        re.compile(r'<aside (class="footnote [^>]*)>(.*?)</aside>', re.S),
        r"<div \1>\2</div>",
    ),
    Mend("a heading of nothing, for paper", re.compile(r"<h1></h1>"), ""),
    Mend(
        "paragraphs where only a phrase may stand",
        re.compile(r"<p (class=\"(?:collapsed|expanded) admonition-title\")>(.*?)</p>"),
        r"<span \1>\2</span>",
    ),
    Mend(
        "a fold whose name does not say what its text says",
        re.compile(r'<summary aria-label="Toggle hidden content">'),
        "<summary>",
    ),
    Mend("American spelling", re.compile(r'(aria-label|data-bs-title)="Color mode"'), r'\1="Colour mode"'),
)


# What is wrong with the scripts of Sphinx and the theme.
SCRIPT_MENDS = (
    Mend(
        "each table's width is read and its place in the order of Tab set in turn, those in closed folds too, so that "
        "the page is laid out for each; page.js has a fold's looked at when it is opened",
        re.compile(r"\.forEach\(e=>\{e\.tabIndex=(e\.scrollWidth>[^?]*)\?0:-1\}\)"),
        r".forEach((e,i,all)=>{if(!i){const places=Array.from(all,e=>e.checkVisibility()&&(\1)?0:-1);"
        r"all.forEach((e,i)=>{e.tabIndex=places[i]})}})",
    ),
    Mend(
        "a function made of text, which a strict policy of content refuses; without it plurals are those of English",
        re.compile(r"Documentation\.PLURAL_EXPR = new Function\([^;]*\);"),
        "",
    ),
    Mend(
        "the heading of a section is put into the list of what was found as if it were HTML",
        re.compile(r"(`\$\{titles\[file\]\} > )\$\{title\}(`)"),
        r'\1${title.replace(/&/g,"&amp;").replace(/</g,"&lt;")}\2',
    ),
)


def mended(text: str, mends: Iterable[Mend]) -> str:
    """Put right what is wrong with a page or a script of the theme."""
    for mend in mends:
        text = mend.fault.sub(mend.remedy, text)
    return text
