import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { type Link, type Page, page } from './markdown';

/** What is wrong with a link. Links to other hosts are only parsed, never requested. */
export function linkProblems(
	{ file, anchors }: Page,
	{ line, target }: Link,
	files: readonly string[],
): string[] {
	const problem = (what: string): string[] => [`${file}:${line}: ${target}: ${what}`];
	if (/^https:\/\/[\w-]+(\.[\w-]+)+([/?#]|$)/.test(target)) return [];
	if (/^[a-z][a-z+.-]*:|^\/|^[\\~]|^$/i.test(target))
		return problem('not an address that readers can open');
	const [name = '', anchor] = decodeURI(target).split('#');
	const to = name === '' ? file : path.posix.join(path.posix.dirname(file), name);
	const relative = to.replace(/\/$/, '');
	const exists = files.some((it) => it === relative || it.startsWith(`${relative}/`));
	if (!exists || !existsSync(path.join(ROOT, relative))) return problem('not in the repository');
	if (anchor === undefined) return [];
	if (!relative.endsWith('.md')) return problem('only headings have anchors');
	const targets =
		relative === file
			? anchors
			: page(relative, readFileSync(path.join(ROOT, relative), 'utf8')).anchors;
	return targets.has(anchor) ? [] : problem('no such heading');
}
