import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, type PackedCopy, ROOT } from '../../packed';
import { exportZip } from '../data';
import { inChild, serving } from './children';
import { inServer } from './inServer';
import { builtRevision } from './revision';
import type { Measurement } from './scenario';

const ITEMS = 100_000;

interface Contender {
	readonly name: string;
	readonly folder: string;
	readonly tarball: PackedCopy;
}

type Place = 'engine' | 'server';

/**
 * 100,000 entries as items, by the node of another commit and by this one, in turn: in n8n's engine alone, and in a
 * whole n8n that keeps the execution.
 */
export async function against(
	revision: string,
	{ rounds, machine }: { readonly rounds: number; readonly machine: string },
): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-n8n-'));
	const other = builtRevision(revision);
	const zoho = await serving(exportZip(ITEMS));
	const contenders: Contender[] = [
		{ name: `${revision} (${other.version})`, folder: other.folder },
		{ name: 'this one', folder: ROOT },
	].map((tree) => ({ ...tree, tarball: packed(tree.folder) }));
	try {
		const file = join(folder, 'credential.json');
		writeFileSync(file, zoho.credential);
		const results = new Map<string, Measurement[]>();
		for (let round = 0; round < rounds; round++) {
			for (const place of ['engine', 'server'] as const) {
				for (const one of round % 2 === 0 ? contenders : contenders.toReversed()) {
					const measured =
						place === 'server'
							? await inServer(one.tarball, zoho.credential)
							: await inChild(['items', file, join(folder, 'items.ndjson'), one.folder]);
					const key = keyOf(place, one);
					results.set(key, [...(results.get(key) ?? []), measured]);
				}
			}
		}
		console.log(
			`${ITEMS.toLocaleString('en')} entries as items, the median of ${rounds} rounds in turn, ${machine}`,
		);
		for (const place of ['engine', 'server'] as const) {
			const [before, now] = contenders.map((one) => results.get(keyOf(place, one)) ?? []);
			console.log(`\n${PLACES[place]}\n${table(contenders, before ?? [], now ?? [])}`);
		}
	} finally {
		zoho.stop();
		other.remove();
		for (const { tarball } of contenders) tarball.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

const PLACES: Readonly<Record<Place, string>> = {
	engine: "n8n's engine alone, in a process of its own",
	server: 'n8n 2.41 with server, database and a saved execution',
};

const keyOf = (place: Place, { name }: Contender): string => `${place}: ${name}`;

const COLUMNS: Readonly<Record<string, (one: Measurement) => number>> = {
	seconds: ({ wallMs }) => wallMs / 1000,
	'CPU seconds': ({ cpuMs }) => cpuMs / 1000,
	'peak MB': ({ peakMb }) => peakMb,
	'peak above rest': ({ peakMb, beforeMb }) => peakMb - beforeMb,
	'held MB': ({ heldMb }) => heldMb,
};

function table(
	[first, second]: readonly Contender[],
	before: readonly Measurement[],
	now: readonly Measurement[],
): string {
	const width = Math.max(first?.name.length ?? 0, second?.name.length ?? 0, 'change'.length);
	const row = (name: string, cells: readonly string[]): string =>
		[name.padEnd(width), ...cells.map((cell) => cell.padStart(15))].join(' ');
	const names = Object.keys(COLUMNS);
	const of = (many: readonly Measurement[]): number[] =>
		names.map((name) => median(many.map((one) => COLUMNS[name]?.(one) ?? NaN)));
	const [old, current] = [of(before), of(now)];
	const numbers = (cells: readonly number[]): string[] =>
		cells.map((cell) => (Number.isNaN(cell) ? '' : cell.toFixed(1)));
	return [
		row('', names),
		row(first?.name ?? '', numbers(old)),
		row(second?.name ?? '', numbers(current)),
		row(
			'change',
			current.map((cell, index) => percent(cell / (old[index] ?? NaN) - 1)),
		),
	].join('\n');
}

/** Of each column by itself. */
function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const percent = (ratio: number): string =>
	Number.isNaN(ratio) ? '' : `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(1)} %`;
