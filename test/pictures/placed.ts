import path from 'node:path';
import { ROOT } from '../packed';

export const SERVER_README = path.join(ROOT, 'mcp/README.md');

const BLOCK = /(<!-- transcript -->\n+```text\n)[^]*?(```)/;

/** A document with these lines in place of its transcript. */
export function placed(document: string, lines: readonly string[]): string {
	if (!BLOCK.test(document)) throw new Error('There is no place for a transcript.');
	return document.replace(BLOCK, (_, before: string, after: string) => {
		return `${before}${lines.join('\n')}\n${after}`;
	});
}
