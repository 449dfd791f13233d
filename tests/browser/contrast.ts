/** How well texts can be read on what is behind them. */
import type { Page } from "playwright-core";

/** A text that can be seen, and the contrast to its background, from 1 to 21. */
interface Contrast {
    readonly text: string;
    readonly ratio: number;
}

/**
 * Those of all texts that can be seen.
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export const contrasts = (page: Page): Promise<readonly Contrast[]> => page.evaluate(IN_THE_PAGE);

/**
 * Texts below what level AA asks for.
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export const tooFaint = (found: readonly Contrast[]): readonly Contrast[] =>
    found.filter(({ ratio }) => ratio < 4.5);

/** Runs in the page, whose types this program does not have. Any colour becomes red, green, blue and opacity on a canvas. */
const IN_THE_PAGE = `(() => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => {
        const [r, g, b] = rgba(colour).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let each = element; each !== null; each = each.parentElement) {
            const colour = getComputedStyle(each).backgroundColor;
            if (rgba(colour)[3] === 255) return colour;
        }
        return "white";
    };
    return [...document.querySelectorAll("main *")]
        .filter((element) => element.checkVisibility() && element.closest(".hidden") === null)
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
        .map((element) => {
            const [one, other] = [getComputedStyle(element).color, behind(element)].map(luminance);
            const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            return { text: element.textContent.trim().slice(0, 60), ratio: Math.round(ratio * 100) / 100 };
        });
})()`;
