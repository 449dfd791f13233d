/** All that AWS tells in pages. */
export async function collected<Page, T>(
    pages: AsyncIterable<Page>,
    itemsOf: (page: Page) => readonly T[],
): Promise<readonly T[]> {
    const items: T[] = [];
    for await (const page of pages) {
        items.push(...itemsOf(page));
    }
    return items;
}
