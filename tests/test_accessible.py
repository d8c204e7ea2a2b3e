"""What readers with a keyboard, a screen reader, a small or a dark screen need, on every page in a real browser."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from browsing import NARROW, PAGES, WIDE, arrive, like, watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
FAULTS = """async tags => {
  await Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)));
  const found = await axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}});
  return found.violations.flatMap(fault => fault.nodes.map(node =>
    `${fault.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""
# The theme lets the keyboard scroll what is too wide, but only some time after a window has changed.
SETTLED = """() => [...document.querySelectorAll('pre')].every(pre => pre.scrollWidth <= pre.clientWidth ||
  !pre.checkVisibility() || pre.tabIndex === 0)"""
THEME = "theme => document.documentElement.dataset.theme === theme"


@pytest.mark.parametrize("page", [like(page) for page in [*PAGES, "search.html"]])
def test_axe_finds_nothing_wide_and_light_nor_narrow_and_dark(visit, page):
    tab = visit(page)
    tab.emulate_media(reduced_motion="reduce")
    tab.evaluate(AXE)
    for scheme, viewport in (("light", WIDE), ("dark", NARROW)):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.set_viewport_size(viewport)
        tab.wait_for_function(THEME, arg=scheme)
        tab.wait_for_function(SETTLED)
        tab.evaluate("window.scrollTo(0, 0)")  # else the header hides a part of what is below it
        tab.evaluate("() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))")
        assert tab.evaluate(FAULTS, STANDARD) == [], (scheme, viewport)


FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const frame = [at, at.firstElementChild, at.parentElement, at.closest('form, dialog')].filter(Boolean).some(one => {
    const seen = getComputedStyle(one);
    return (seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 1) || seen.boxShadow !== 'none';
  });
  return {name: `${at.tagName} ${at.className} ${at.textContent.trim().slice(0, 40)}`, frame,
    size: box.width * box.height, main: !!at.closest('main')};
}"""


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_keyboard_goes_by_the_skip_link_into_the_text_and_its_place_is_always_seen(visit, viewport):
    tab = visit("chapters/technology.html", viewport)
    tab.evaluate("() => { window.scrollTo(0, 0); document.activeElement.blur(); }")
    tab.keyboard.press("Tab")
    skip = tab.locator("#pst-skip-link a")
    assert skip.evaluate("link => link === document.activeElement")
    tab.wait_for_function("() => document.activeElement.getBoundingClientRect().top >= 0")  # it slides in
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main-content"
    for _ in range(30):
        tab.keyboard.press("Tab")
        place = tab.evaluate(FOCUS)
        assert place["main"] and place["frame"] and place["size"] > 0, place


def test_the_colours_follow_the_system_until_the_reader_chooses_and_the_choice_is_kept(visit):
    tab = visit("index.html", NARROW, scheme="dark")
    button = tab.locator(".theme-switch-button:visible")
    page, ground = tab.locator("html"), "getComputedStyle(document.body).backgroundColor"
    assert page.get_attribute("data-theme") == "dark"
    assert button.get_attribute("aria-label") == "Colours: the system's"
    dark = tab.evaluate(ground)
    seen = []
    for _ in range(3):
        button.click()
        seen.append((page.get_attribute("data-mode"), page.get_attribute("data-theme")))
    assert seen == [("light", "light"), ("dark", "dark"), ("auto", "dark")]
    button.click()
    assert button.get_attribute("aria-label") == "Colours: light"
    arrive(tab, tab.url.replace("index.html", "chapters/theory.html"))
    assert page.get_attribute("data-theme") == "light"
    assert tab.evaluate(ground) != dark
    assert tab.faults == []


def test_a_page_without_script_is_dark_where_the_system_is(visit):
    shades = {
        scheme: visit("index.html", script=False, scheme=scheme)
        .locator("body")
        .evaluate("body => getComputedStyle(body).backgroundColor + getComputedStyle(body).color")
        for scheme in ("light", "dark")
    }
    assert shades["light"] != shades["dark"]


def test_a_phone_opens_the_contents_and_the_page_s_own_and_gives_the_focus_back(visit):
    tab = visit("chapters/technology.html", NARROW)
    tab.evaluate("window.scrollTo(0, 0)")
    for side in ("primary", "secondary"):
        button = tab.locator(f".{side}-toggle:visible")
        button.focus()
        tab.keyboard.press("Enter")
        panel = tab.locator(f"#pst-{side}-sidebar-modal")
        assert panel.is_visible()
        assert panel.locator("a:visible").count() > 2
        tab.keyboard.press("Escape")
        assert not panel.is_visible()
        tab.wait_for_function("side => document.activeElement.matches(`.${side}-toggle`)", arg=side)
    tab.locator(".primary-toggle:visible").click()
    tab.locator("#pst-primary-sidebar-modal a", has_text="2. Clusters").click()
    tab.wait_for_url("**/chapters/theory.html")
    assert tab.faults == []


def test_a_wide_window_folds_the_contents_away_and_back(visit):
    tab = visit("chapters/theory.html")
    button, side = tab.locator(".primary-toggle:visible"), tab.locator("#pst-primary-sidebar")
    before = side.bounding_box()
    button.click()
    tab.wait_for_function("() => document.querySelector('#pst-primary-sidebar').getBoundingClientRect().right <= 0")
    button.click()
    tab.wait_for_function(
        "left => document.querySelector('#pst-primary-sidebar').getBoundingClientRect().left === left", arg=before["x"]
    )


def test_buttons_of_icons_have_a_name_a_tooltip_and_a_picture(visit):
    tab = visit("chapters/theory.html")
    tab.evaluate("window.scrollTo(0, 0)")
    button = tab.locator(".primary-toggle:visible")
    button.hover()
    tip = tab.locator(".tooltip")
    tip.wait_for()
    assert tip.inner_text() == button.get_attribute("aria-label") == "Toggle primary sidebar"
    icon = button.locator(".fa-bars").evaluate(
        "icon => [getComputedStyle(icon, '::before').content, getComputedStyle(icon).fontFamily, "
        "document.fonts.check('16px \"Font Awesome 6 Free\"', '\\uf0c9')]"
    )
    assert icon[0] == '"\uf0c9"' and "Font Awesome" in icon[1] and icon[2] is True
    menu = tab.locator(".dropdown-download-buttons")
    menu.locator("button").first.click()
    assert menu.locator(".dropdown-menu a").first.is_visible()
    assert tab.faults == []


def test_nothing_moves_for_a_reader_who_asks_for_stillness(browser, address):
    context = browser.new_context(viewport=NARROW, reduced_motion="reduce")
    tab = watched(context, address)
    arrive(tab, address + "chapters/technology.html")
    longest = tab.evaluate(
        "() => Math.max(...[...document.querySelectorAll('*')].flatMap(one => [null, '::before', '::after'].flatMap("
        "part => {"
        "const style = getComputedStyle(one, part);"
        "return [style.transitionDuration, style.animationDuration].flatMap(times => times.split(',').map(parseFloat));"
        "})))"
    )
    assert longest < 0.02
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_the_text_is_no_smaller_than_sixteen_pixels_in_a_font_of_the_reader_s_own(visit):
    for viewport in (WIDE, NARROW):
        tab = visit("index.html", viewport)
        sizes = tab.locator("article p:visible").evaluate_all(
            "all => all.filter(one => !one.closest('table, figure, details, [class*=cb-]')).map(one => "
            "[parseFloat(getComputedStyle(one).fontSize), getComputedStyle(one).fontFamily])"
        )
        assert sizes and min(size for size, _ in sizes) >= 16
        assert all("system-ui" in family or "-apple-system" in family for _, family in sizes), sizes[0]


def test_a_link_to_a_row_far_down_a_long_table_leads_there_on_a_phone(visit):
    tab = visit("chapters/claims.html", NARROW)
    last = tab.locator("table.cb-filtered tbody tr[id]").last
    arrive(tab, tab.url.split("#")[0] + "#" + last.get_attribute("id"))
    tab.wait_for_function(
        "id => { const at = document.getElementById(id).getBoundingClientRect();"
        "return at.top < innerHeight && at.bottom > 0; }",
        arg=last.get_attribute("id"),
    )
