import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadedExport } from '../shared/auditLog/exportReading';
import { kindOf } from '../shared/files/exportFile';

const ENDINGS = { zip: 'zip', gzip: 'csv.gz', csv: 'csv' } as const;

/**
 * Writes the received files of an export into the folder that whoever runs the server has named, byte
 * for byte and for that user alone. Names are fixed: nothing that came from elsewhere is in them.
 * @returns where each file is, in their order.
 */
export async function saved(
	{ id, files }: DownloadedExport,
	folder: string,
	signal: AbortSignal,
): Promise<string[]> {
	const paths: string[] = [];
	for (const [index, file] of files.entries()) {
		const path = join(folder, `${id}-${index + 1}.${ENDINGS[kindOf(file)]}`);
		await writeFile(path, file.bytes, { mode: 0o600, signal });
		paths.push(path);
	}
	return paths;
}
