/** The page; the build puts it here, and only what is built has it. */
export const VIEW_HTML: string | null = null;
