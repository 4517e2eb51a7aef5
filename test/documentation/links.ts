import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { type Link, type Page, page } from './markdown';

/** What is wrong with a link; nothing is asked of the network, so other hosts are only read. */
export function linkProblems(
	{ file, anchors }: Page,
	{ line, target }: Link,
	files: readonly string[],
): string[] {
	const wrong = (what: string): string[] => [`${file}:${line}: ${target}: ${what}`];
	if (/^https:\/\/[\w-]+(\.[\w-]+)+([/?#]|$)/.test(target)) return [];
	if (/^[a-z][a-z+.-]*:|^\/|^[\\~]|^$/i.test(target)) return wrong('no address for readers');
	const [name = '', anchor] = decodeURI(target).split('#');
	const to = name === '' ? file : path.posix.join(path.posix.dirname(file), name);
	const place = to.replace(/\/$/, '');
	const isThere = files.some((it) => it === place || it.startsWith(`${place}/`));
	if (!isThere || !existsSync(path.join(ROOT, place))) return wrong('not in the repository');
	if (anchor === undefined) return [];
	if (!place.endsWith('.md')) return wrong('only headings have names');
	const there =
		place === file ? anchors : page(place, readFileSync(path.join(ROOT, place), 'utf8')).anchors;
	return there.has(anchor) ? [] : wrong('no such heading');
}
