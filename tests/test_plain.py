"""A page's article as plain Markdown: what a notebook can show of it, and where its code cells stand."""

from __future__ import annotations

import pytest

from clusterbook.errors import BuildError
from clusterbook.publishing.plain import Code, Words, article_of, read

CELL = '<div class="cell tag_hide-input docutils container"><div class="cell_input">code</div>{}</div>'


def text_of(html: str, site: str = "") -> str:
    """The Markdown of an article without code."""
    return "\n\n".join(
        part.text
        for part in read(f"<article>{html}</article>", lambda target: site and site + target)
        if isinstance(part, Words)
    )


def test_words_and_code_keep_their_order():
    parts = read(f"<article><section><h1>One</h1><p>Before.</p>{CELL.format('')}<p>After.</p></section></article>", str)

    assert parts == [Words("# One\n\nBefore."), Code("", False, frozenset({"hide-input"})), Words("After.")]


def test_a_link_leads_where_it_is_told_and_is_plain_text_otherwise():
    html = '<p>See <a class="reference" href="data.html#x">the data</a>.</p>'

    assert text_of(html) == "See the data."
    assert text_of(html, "https://books.example.org/") == "See [the data](https://books.example.org/data.html#x)."


def test_a_number_is_no_link():
    html = '<p>By <a class="cb-num" href="data.html"><span class="cb-num-value" data-origin="x">18.6%</span></a>.</p>'

    assert text_of(html, "https://books.example.org/") == "By 18.6%."


def test_a_citation_stays_marked_as_one():
    html = '<p>It grew (<a class="reference internal" href="references.html#id1">Katz, 2006</a>).</p>'

    assert text_of(html) == "It grew (<cite>Katz, 2006</cite>)."


def test_a_claims_sign_is_its_verdict_in_brackets():
    sign = (
        '<p>It grew.  <span class="cb-claim cb-holds"><button>✓ holds</button><span class="cb-claim-note">Why. '
        '<a href="claims.html#claim-a">See the claim</a></span></span></p>'
    )

    assert text_of(sign) == "It grew. (✓ holds)"


def test_a_dollar_sign_opens_no_formula():
    assert text_of("<p>From $5 to $6.</p>") == r"From <span>\$</span>5 to <span>\$</span>6."


def test_signs_of_a_text_stay_signs():
    html = "<h2>1. Firms</h2><p>1. #a [b](c) `d` *e* &lt;f&gt; &amp;amp; R&amp;D {g} \\(h\\)</p><p>- i</p><p>&gt; j</p>"

    assert text_of(html) == (
        "## 1. Firms\n\n1\\. #a \\[b\\](c) \\`d\\` \\*e\\* \\<f> \\&amp; R&D {g} "
        "<span>&#92;</span>(h<span>&#92;</span>)\n\n\\- i\n\n\\> j"
    )


def test_a_title_that_is_folded_stays_a_text():
    assert "<summary>a &lt;b&gt;</summary>" in text_of("<details><summary>a &lt;b&gt;</summary><p>c</p></details>")


def test_a_footnote_is_a_number_and_its_words():
    html = (
        '<p>Wages.<a class="footnote-reference" href="#w"><span>[</span>1<span>]</span></a></p>'
        '<aside class="footnote-list"><aside class="footnote" id="w"><span class="label"><span>[</span>'
        '<a href="#id1">1</a><span>]</span></span><span class="backrefs">(<a href="#id1">1</a>)</span>'
        "<p>Deflated.</p></aside></aside>"
    )

    assert text_of(html) == "Wages.[1]\n\n[1] Deflated."


def test_the_caption_of_a_figure_and_its_source_go_with_its_cell():
    figure = (
        '<figure><div class="cb-chart"></div><figcaption><p><span class="caption-number">Figure 4 </span>'
        '<span class="caption-text">Shares, <em>by cluster</em>.</span></p></figcaption></figure>'
        '<div class="cb-beneath"><p class="cb-source">Source: A survey.</p></div>'
    )
    (part,) = read(f"<article>{CELL.format(figure)}</article>", str)

    assert part.caption == "**Figure 4.** Shares, *by cluster*.\\\nSource: A survey."


def test_an_exercise_is_its_title_and_its_words():
    html = (
        '<div class="exercise admonition" id="e"><p class="admonition-title"><span>Exercise 1 </span> (Count)</p>'
        '<section id="exercise-content"><p>Count the firms.</p></section></div>'
    )

    assert text_of(html) == "**Exercise 1 (Count)**\n\nCount the firms."


def test_a_solution_is_folded_with_its_code():
    html = (
        '<article><details class="solution admonition"><summary class="admonition-title">Solution to Exercise 1'
        f"</summary><p>Subtract.</p>{CELL.format('')}<p>So it is.</p></details>"
        "<p>On.</p></article>"
    )

    assert read(html, str) == [
        Words("<details>\n<summary>Solution to Exercise 1</summary>\n\nSubtract.\n\n</details>"),
        Code("", True, frozenset({"hide-input"})),
        Words("<details>\n<summary>Solution to Exercise 1, continued</summary>\n\nSo it is.\n\n</details>"),
        Words("On."),
    ]


def test_a_hint_is_folded():
    html = '<details class="hint"><summary>A hint</summary><p>Look at <code>firms</code>.</p></details>'

    assert text_of(html) == "<details>\n<summary>A hint</summary>\n\nLook at `firms`.\n\n</details>"


def test_code_that_is_quoted_keeps_its_language():
    html = '<div class="highlight-console notranslate"><div class="highlight"><pre>$ make lab\n</pre></div></div>'

    assert text_of(html) == "```console\n$ make lab\n```"


def test_the_article_comes_without_what_surrounds_it_and_without_drawings():
    page = "<body><nav>All</nav><article class='a'><p>One.</p><svg><g>x</g></svg>@@forms-here@@</article></body>"

    assert article_of(page) == "<article class='a'><p>One.</p>"


def test_a_page_without_an_article_is_refused():
    with pytest.raises(BuildError, match="has no article"):
        article_of("<body></body>")
