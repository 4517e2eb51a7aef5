import { gzipSync } from 'node:zlib';
import { platformGunzip } from '../../../shared/files/gunzip';
import type { UnpackingHost } from '../../../shared/files/zip';
import { exportSample } from '../../../shared/reading/dialect/exportSample';
import { csvOf } from './exportOf';
import { ENGLISH, ROWS } from './headers';

const many = Array.from({ length: 500 }, () => ROWS).flat();
const [row = ROWS[0]] = ROWS;

/** Counts what is unpacked. */
function counting(): { readonly host: UnpackingHost; unpacked: number } {
	const seen = {
		unpacked: 0,
		host: {
			yieldToEventLoop: async (): Promise<void> => undefined,
			gunzip: (chunks: readonly Uint8Array[]) => {
				seen.unpacked++;
				return platformGunzip(chunks);
			},
		},
	};
	return seen;
}

const file = (name: string, rows: readonly (readonly string[])[]) => ({
	name,
	bytes: gzipSync(csvOf([ENGLISH, ...rows])),
});

async function unpackedFor(...files: readonly ReturnType<typeof file>[]) {
	const seen = counting();
	const { isWhole } = await exportSample(files, {}, seen.host);
	return { isWhole, unpacked: seen.unpacked };
}

test('files before the last one are unpacked only where it has too few rows to prove anything', async () => {
	expect(many.length).toBeGreaterThanOrEqual(1_000);
	const once = await unpackedFor(file('all.csv', many));
	const first = file('first.csv', many);
	expect(await unpackedFor(first, file('last.csv', many))).toEqual({ ...once, isWhole: false });
	const both = await unpackedFor(first, file('last.csv', [row]));
	expect(both.unpacked).toBe(2 * once.unpacked);
});

test('a sample is whole only where nothing was left out', async () => {
	expect(await unpackedFor(file('a.csv', [row]), file('b.csv', [row]))).toMatchObject({
		isWhole: true,
	});
	expect(await unpackedFor(file('a.csv', [row]), file('b.csv', many))).toMatchObject({
		isWhole: false,
	});
});
