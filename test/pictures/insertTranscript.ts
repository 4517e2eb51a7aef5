import path from 'node:path';
import { ROOT } from '../packed';

export const SERVER_README = path.join(ROOT, 'mcp/README.md');

const BLOCK = /(<!-- transcript -->\n+```text\n)[^]*?(```)/;

/** Replaces the transcript in a document. */
export function insertTranscript(document: string, lines: readonly string[]): string {
	if (!BLOCK.test(document)) throw new Error('The document has no transcript block.');
	return document.replace(BLOCK, (_, before: string, after: string) => {
		return `${before}${lines.join('\n')}\n${after}`;
	});
}
