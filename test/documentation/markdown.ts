import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import { ROOT } from '../packed';

/** A parsed Markdown file. */
export interface Page {
	/** Path from the root, with slashes. */
	readonly file: string;
	readonly text: string;
	readonly blocks: readonly Block[];
	/** Inline code, in text and tables. */
	readonly spans: readonly Span[];
	readonly links: readonly Link[];
	/** The anchors that `#…` may name. */
	readonly anchors: ReadonlySet<string>;
	/** The rows of each table, including the header, as cells of plain text. */
	readonly tables: readonly (readonly (readonly string[])[])[];
	/** Paragraphs, headings, items of lists and rows of tables, as plain text. */
	readonly paragraphs: readonly Paragraph[];
}

export interface Paragraph {
	readonly line: number;
	/** The cells of a row are separated by ` | `. */
	readonly text: string;
	/** Where in the text inline code begins and ends. */
	readonly code: readonly (readonly [from: number, to: number])[];
}

export interface Block {
	readonly line: number;
	/** The first word after the fence; empty if there is none. */
	readonly language: string;
	readonly code: string;
}

export interface Span {
	readonly line: number;
	readonly code: string;
	/** Code in the first cell of the same row; null outside tables, and in that cell. */
	readonly rowOf: string | null;
}

export interface Link {
	readonly line: number;
	readonly target: string;
}

const parser = new MarkdownIt({ html: true });
// Every link is parsed; links.ts decides which are allowed.
parser.validateLink = () => true;

export function page(file: string, text: string): Page {
	const tokens = parser.parse(text, {});
	return {
		file,
		text,
		blocks: blocksIn(tokens),
		spans: spansIn(tokens),
		links: linksIn(tokens),
		anchors: anchorsIn(tokens),
		tables: tablesIn(tokens),
		paragraphs: paragraphsIn(tokens),
	};
}

/** Paths of all files that git tracks or would add, with slashes. */
export function repositoryFiles(): string[] {
	const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
	const paths = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' });
	return [...new Set(paths.split('\0').filter(Boolean))].sort();
}

export function pages(): Page[] {
	return repositoryFiles()
		.filter((file) => file.endsWith('.md'))
		.map((file) => page(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

function blocksIn(tokens: readonly Token[]): Block[] {
	const code = tokens.filter(({ type }) => type === 'fence' || type === 'code_block');
	return code.map((token) => ({
		line: lineOf(token) ?? 1,
		language: token.info.trim().split(/\s/)[0] ?? '',
		code: token.content,
	}));
}

function spansIn(tokens: readonly Token[]): Span[] {
	const spans: Span[] = [];
	let [cell, first, line]: [number, string | null, number] = [0, null, 1];
	for (const token of tokens) {
		line = lineOf(token) ?? line;
		if (token.type === 'tr_open') [cell, first] = [0, null];
		if (token.type === 'td_open') cell += 1;
		for (const child of token.children ?? []) {
			if (child.type !== 'code_inline') continue;
			const isLaterCell = cell > 1;
			if (cell === 1) first ??= child.content;
			spans.push({ line, code: child.content, rowOf: isLaterCell ? first : null });
		}
		if (token.type === 'table_close') cell = 0;
	}
	return spans;
}

function linksIn(tokens: readonly Token[]): Link[] {
	let line = 1;
	return tokens.flatMap((token) => {
		line = lineOf(token) ?? line;
		const inHtml = token.type === 'html_block' ? htmlTargets(token.content) : [];
		const inText = (token.children ?? []).flatMap((child) => {
			if (child.type === 'link_open') return [String(child.attrGet('href'))];
			if (child.type === 'image') return [String(child.attrGet('src'))];
			if (child.type === 'html_inline') return htmlTargets(child.content);
			// Looks like a reference link but is text: the reference is not defined.
			const dangling = child.type === 'text' ? /\[[^\]]+\]\[[^\]]*\]/.exec(child.content) : null;
			return dangling ? [dangling[0]] : [];
		});
		const at = line;
		return [...inHtml, ...inText].map((target) => ({ line: at, target }));
	});
}

function htmlTargets(html: string): string[] {
	const attributes = html.matchAll(/\b(?:href|src|srcset)\s*=\s*["']([^"']+)["']/g);
	return [...attributes].map(([, target = '']) => target.split(/\s/)[0] ?? '');
}

function anchorsIn(tokens: readonly Token[]): Set<string> {
	const anchors = new Set<string>();
	tokens.forEach((token, index) => {
		if (token.type === 'heading_open') {
			const slug = slugOf(textOf(tokens[index + 1]));
			let anchor = slug;
			for (let number = 1; anchors.has(anchor); number += 1) anchor = `${slug}-${number}`;
			anchors.add(anchor);
		}
		for (const html of [token, ...(token.children ?? [])]) {
			if (!html.type.startsWith('html_')) continue;
			for (const [, id = ''] of html.content.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(id);
		}
	});
	return anchors;
}

/**
 * As GitHub creates them: https://github.com/gjtorikian/html-pipeline/blob/v2.14.3/lib/html/pipeline/toc_filter.rb
 * github-slugger does the same, but is an ES module, which Jest does not load.
 */
function slugOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replaceAll(' ', '-');
}

function tablesIn(tokens: readonly Token[]): string[][][] {
	const tables: string[][][] = [];
	tokens.forEach(({ type }, index) => {
		if (type === 'table_open') tables.push([]);
		if (type === 'tr_open') tables.at(-1)?.push([]);
		if (type === 'td_open' || type === 'th_open') {
			tables
				.at(-1)
				?.at(-1)
				?.push(textOf(tokens[index + 1]));
		}
	});
	return tables;
}

type Written = { line: number; text: string; code: [number, number][] };

function paragraphsIn(tokens: readonly Token[]): Paragraph[] {
	const paragraphs: Written[] = [];
	let line = 1;
	let isInRow = false;
	tokens.forEach((token, index) => {
		line = lineOf(token) ?? line;
		if (token.type === 'tr_open') isInRow = false;
		if (token.type !== 'inline') return;
		const isCell = /^t[dh]_open/.test(tokens[index - 1]?.type ?? '');
		if (!isCell || !isInRow) paragraphs.push({ line, text: '', code: [] });
		isInRow = isCell;
		const paragraph = paragraphs.at(-1) as Written;
		if (paragraph.text !== '') paragraph.text += ' | ';
		for (const { type, content } of token.children ?? []) {
			const from = paragraph.text.length;
			if (/^(text|code_inline|image)$/.test(type)) paragraph.text += content;
			if (/break$/.test(type)) paragraph.text += ' ';
			if (type === 'code_inline') paragraph.code.push([from, paragraph.text.length]);
		}
	});
	return paragraphs;
}

function textOf(token: Token | undefined): string {
	return (token?.children ?? [])
		.filter(({ type }) => type === 'text' || type === 'code_inline')
		.map(({ content }) => content)
		.join('');
}

/** Undefined for a token inside another, which has that one's line. */
function lineOf({ map }: Token): number | undefined {
	return map ? map[0] + 1 : undefined;
}
