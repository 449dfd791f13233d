import assert from "node:assert/strict";
import fc from "fast-check";
import { markup } from "../../html/markup";

describe("a template of markup", () => {
    it("escapes whatever is put into it, in texts and in attributes, and nothing twice", () => {
        const name = `<script>alert('1')</script>" onload="x & y`;
        const cell = markup`<td title="${name}">${name}</td>`;
        const shown = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x &amp; y";
        assert.equal(cell.toString(), `<td title="${shown}">${shown}</td>`);
        assert.equal(markup`<tr>${[cell, cell]}</tr>`.toString(), `<tr>${cell.toString().repeat(2)}</tr>`);
    });

    it("leaves nothing of what is not there, and shows a 0", () => {
        assert.equal(markup`${undefined}${0}${[]}`.toString(), "0");
    });

    it("lets nothing through that begins a tag, ends an attribute or turns the order of letters around", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                const inserted = markup`${text}`.toString();
                assert.doesNotMatch(inserted, /[<>"'\u202e\u0000]|&(?!(amp|lt|gt|quot|#39);)/);
            }),
        );
    });

    it("takes nothing for markup that only looks like it", () => {
        const looksLike = { toString: () => "<b>" } as unknown as string;
        assert.equal(markup`${looksLike}`.toString(), "&lt;b&gt;");
    });
});
