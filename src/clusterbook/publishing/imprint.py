"""What title page and imprint say of the book: from its citation file and the stamp of the build."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..wording import listed
from .addresses import Addresses
from .citing import works


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a book says of itself before it begins.

    Attributes
    ----------
    title, author, language, description : str
        As ``CITATION.cff`` has them; the language as in "en-GB".
    keywords : tuple of str
    paper, paper_authors : str
        The paper that the book follows.
    edition, data, commit : str
        What the book was made from.
    """

    title: str
    author: str
    language: str
    description: str
    keywords: tuple[str, ...]
    paper: str
    paper_authors: str
    edition: str
    data: str
    commit: str

    front = "About this book"  # the landing page's heading, where the title has a page of its own

    @classmethod
    def of(cls, root: Path, stamp: dict[str, str]) -> Imprint:
        """Read what is said of the book in a folder."""
        told = works(root, Addresses.of(root))
        book, paper = told["book"], told["paper"]
        return cls(
            title=book.title,
            author=listed([str(name) for name in book.authors]),
            language=book.language,
            description=book.abstract,
            keywords=book.keywords,
            paper=paper.title,
            paper_authors=listed([str(name) for name in paper.authors]),
            edition=stamp["edition"],
            data=stamp["data"],
            commit=stamp["commit"],
        )

    def made_from(self) -> str:
        """Edition, data and commit in one line."""
        return f"{self.edition}, data {self.data}, commit {self.commit}"

    def title_page(self) -> str:
        """The title page as HTML."""
        return (
            f'<section class="cb-title-page"><p class="cb-title">{escape(self.title)}</p>'
            f'<p class="cb-subtitle">A living edition of the paper “{escape(self.paper)}” '
            f"by {escape(self.paper_authors)}</p>"
            f'<p class="cb-author">{escape(self.author)}</p>'
            f'<p class="cb-made">{escape(self.made_from())}</p></section>'
        )

    def notice(self, fonts: str = "") -> str:
        """The imprint as HTML: what is left out here, how to read the signs, licences, and a sentence on fonts."""
        return (
            '<section class="cb-imprint">'
            f"<p>{escape(self.description)}</p>"
            "<p>These pages hold what the site holds, except for what needs a screen. "
            "The code behind each table and figure is left out; it stands above each of them on the site, "
            "and in the notebooks of the book’s source. "
            "A sign beside a sentence, such as “✓ holds”, leads to the row of the table of claims "
            "that gives the statement, the place in the paper and the numbers that decide; "
            "a number in a sentence leads to the description of the file that it comes from.</p>"
            "<p>The text and the data may be used under the Creative Commons Attribution 4.0 International licence, "
            "the code under the MIT licence. The paper itself is its authors’ work.</p>"
            f"{fonts and f'<p>{escape(fonts)}</p>'}<p>{escape(self.made_from())}.</p></section>"
        )
