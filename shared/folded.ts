/** A text for comparing: case, width and composition of letters do not count when people look for something. */
export function folded(text: string): string {
	return text.normalize('NFKC').toLowerCase().trim();
}
