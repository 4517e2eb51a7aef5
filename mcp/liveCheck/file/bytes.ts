import { UnexpectedAnswerError } from '../../../shared/errors';
import { collect } from '../../../shared/http/body';
import { type ExportFile, csvFilesIn, kindOf } from '../../../shared/files/exportFile';
import { FileMemory } from '../../../shared/files/fileMemory';
import { prefaceOf } from '../../../shared/files/rows/csvPreface';
import type { SkippedMember } from '../../../shared/files/rows/unreadRows';
import { toUtf8 } from '../../../shared/files/utf8';
import { type UnpackingHost, unpackedMembers, unpackingHost } from '../../../shared/files/zip';
import { zipMembers } from '../../../shared/files/zipDirectory';
import { zlibGunzip } from '../../archive/gunzip';
import { type Line, line, lineOf } from '../assumption';
import { count, list, oneOf, say, shape, type Shown } from '../shown';
import type { Live, Step } from '../step';
import { BYTES as A } from './assumptions';
import { csvText } from './csvText';

/** Of a large file its beginning says how it is written. */
const LOOK_BYTES = 8 * 1024 * 1024;
const DELIMITERS: Readonly<Record<string, Shown>> = {
	',': say`a comma`,
	';': say`a semicolon`,
	'\t': say`a tab`,
};
const LINE_ENDS = ['CR LF', 'LF', 'CR'];

async function* run(live: Live): AsyncGenerator<Line> {
	const [file] = live.file?.download.files ?? [];
	if (!file) return;
	const { sleep, ticks, signal } = live.connection.host;
	const host = unpackingHost({ gunzip: zlibGunzip, sleep, ticks }, signal);
	const kind = kindOf(file);
	const files = live.file?.download.files.length ?? 0;
	const came = say`${KINDS[kind]}; files: ${count(files)}`;
	yield line(A.kind, kind === 'gzip' ? 'variant' : 'same', came);
	if (kind === 'zip') yield await archiveLine(file, host);
	const bytes = await firstCsv(file, kind, host);
	if (bytes) yield* textLines(bytes.subarray(0, LOOK_BYTES), host);
}

const KINDS = { csv: say`a CSV`, zip: say`a ZIP`, gzip: say`a file in gzip` } as const;

async function archiveLine(file: ExportFile, host: UnpackingHost): Promise<Line> {
	const skipped: SkippedMember[] = [];
	let files = 0;
	const onSkipped = (member: SkippedMember): void => void skipped.push(member);
	for await (const _ of csvFilesIn(file, { ...host, onSkipped })) files++;
	// What they hold, in our words; their names are not shown.
	const others = skipped.map(({ holds }) => oneOf(holds, [holds]));
	const loss = skipped.some(({ isLoss }) => isLoss) ? 'new' : 'variant';
	return lineOf(A.archive, others, say`${count(files)} CSVs`, loss);
}

/** As it came, before anything is made of its encoding. */
async function firstCsv(
	file: ExportFile,
	kind: keyof typeof KINDS,
	host: UnpackingHost,
): Promise<Uint8Array | undefined> {
	if (kind === 'csv') return file.bytes;
	if (kind === 'gzip') return await collect(zlibGunzip([file.bytes]), LOOK_BYTES);
	const first = zipMembers(file.bytes, file.name).findIndex(({ name }) => /\.csv$/i.test(name));
	const memory = new FileMemory();
	const isIt = (index: number): boolean => index === first;
	for await (const { start, end } of unpackedMembers(file.bytes, file.name, memory, host, isIt)) {
		return memory.bytes.slice(start, end);
	}
	return undefined;
}

async function* textLines(bytes: Uint8Array, host: UnpackingHost): AsyncGenerator<Line> {
	const [state, came] = encodingOf(bytes);
	yield line(A.encoding, state, came);
	let utf8: Uint8Array;
	try {
		utf8 = await toUtf8(bytes, '', host.yieldToEventLoop);
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		return;
	}
	const preface = prefaceOf(utf8);
	const delimiter = String.fromCharCode(preface.delimiter);
	const shown = DELIMITERS[delimiter] ?? say`another character`;
	yield line(A.delimiter, delimiter === ',' ? 'same' : 'variant', shown);
	yield lineOf(A.title, preface.titles.map(shape), say`none`, 'variant');
	const text = csvText(new TextDecoder().decode(utf8.subarray(preface.start)), delimiter);
	const ends = list(text.lineEnds.map((end) => oneOf(end, LINE_ENDS)));
	yield line(A.lineEnd, String(text.lineEnds) === 'CR LF' ? 'same' : 'variant', ends);
	if (bytes.length < LOOK_BYTES) yield lastLine(utf8);
	const { quoted, needless, cells, broken } = text;
	const quotes = say`${count(quoted)} of ${count(cells)} cells are quoted, ${count(needless)} without need; ${count(broken)} have line breaks`;
	yield line(A.quotes, needless === 0 ? 'same' : 'variant', quotes);
}

function lastLine(utf8: Uint8Array): Line {
	const isEnded = [0x0a, 0x0d].includes(utf8.at(-1) ?? 0);
	return isEnded
		? line(A.lastLine, 'same', say`it does`)
		: line(A.lastLine, 'variant', say`it has no line end`);
}

function encodingOf(bytes: Uint8Array): readonly ['same' | 'variant', Shown] {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf)
		return ['variant', say`UTF-8 with a byte order mark`];
	if (first === 0xff && second === 0xfe) return ['variant', say`UTF-16, little endian`];
	if (first === 0xfe && second === 0xff) return ['variant', say`UTF-16, big endian`];
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
		return ['same', say`the same`];
	} catch {
		return ['variant', say`no byte order mark, and bytes that are not UTF-8`];
	}
}

export const fileBytes: Step = { assumptions: A, run };
