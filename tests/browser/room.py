"""Finds words of a page without room: cut off, beyond the edge, or on top of another."""

from playwright.sync_api import Page

FIND_CUT = """() => {
  const faults = new Set();
  const boxes = [];
  const edge = document.documentElement.clientWidth + 1;
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();

  // What cuts an element off, from the inside out: `scrolls` where its reader can bring it back.
  const frames = (element) => {
    const found = [];
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(each);
      if (each.tagName === "svg" || (overflowX === "visible" && overflowY === "visible")) continue;
      const scrolls = ["auto", "scroll"].includes(overflowX);
      found.push({ rect: each.getBoundingClientRect(), scrolls });
    }
    return found;
  };
  // Above and below a letter is some air, which may be lost.
  const sticksOut = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1
    || inner.top < outer.top - inner.height / 4 || inner.bottom > outer.bottom + inner.height / 4;
  const isShown = (node) => node.data.trim()
    && !node.parentElement.closest(".hidden, .jump, option, textarea")
    && node.parentElement.checkVisibility({ visibilityProperty: true });

  while (words.nextNode()) {
    const node = words.currentNode;
    if (!isShown(node)) continue;
    const around = frames(node.parentElement);
    if (around.some(({ rect }) => rect.width <= 1)) continue; // only for screen readers
    const said = node.data.trim().slice(0, 40);
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const frame = around.find((each) => sticksOut(rect, each.rect));
      if (frame?.scrolls) continue;
      if (frame) faults.add(`cut off: ${said}`);
      else if (rect.left < -1 || rect.right > edge) faults.add(`beyond the edge: ${said}`);
      const air = rect.height / 4;
      const { left, right, top, bottom } = rect;
      boxes.push({ node, said, left, right, top: top + air, bottom: bottom - air });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  boxes.forEach((a, place) => {
    for (let next = place + 1; next < boxes.length && boxes[next].top < a.bottom; next += 1) {
      const b = boxes[next];
      const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (a.node === b.node || shared <= 2) continue;
      faults.add(`on top of each other: ${a.said} | ${b.said}`);
    }
  });
  return [...faults];
}"""


def without_room(page: Page, width: int, text: int = 100) -> list[str]:
    """Return the words without room in a window of this width with this text size in per cent."""
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}%`; }", text)
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults = [str(fault) for fault in page.evaluate(FIND_CUT)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [*faults, *([f"the page is {wide} pixels wide"] if wide > width else [])]
