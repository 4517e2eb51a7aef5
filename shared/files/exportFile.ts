import { UnexpectedAnswerError } from '../errors';
import { toUtf8 } from './utf8';
import { type Inflate, unpack, zipMembers, ZIP_LIMITS } from './zip';

/** A file of an export as Zoho made it. */
export interface ExportFile {
	/** `AuditLog.csv`, `AuditLog_001.zip`: a label, the last part of the download link. */
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** One CSV of an export, in UTF-8 without byte order mark. */
export interface CsvFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/**
 * The CSVs in a file, one unpacked at a time. The first bytes decide what the file is: neither the
 * name nor the Content-Type does. A web page or JSON in place of a file is refused.
 * @throws UnexpectedAnswerError
 */
export async function* csvFilesIn(file: ExportFile, inflate: Inflate): AsyncGenerator<CsvFile> {
	const kind = kindOf(file);
	if (kind === 'gzip') {
		yield* csvFilesIn({ name: file.name, bytes: await gunzipped(file) }, inflate);
	} else if (kind === 'csv') {
		yield { name: file.name, bytes: toUtf8(file.bytes, file.name) };
	} else {
		for (const member of zipMembers(file.bytes, file.name)) {
			const bytes = await unpack(member, inflate, file.name);
			if (kindOf({ name: member.name, bytes }) !== 'csv') {
				throw new UnexpectedAnswerError(
					`The archive ${file.name} holds ${member.name}, which is an archive itself.`,
				);
			}
			yield { name: member.name, bytes: toUtf8(bytes, member.name) };
		}
	}
}

/** Whether the file can hold more entries than one CSV does. */
export function kindOf(file: ExportFile): 'zip' | 'gzip' | 'csv' {
	const [first, second, third] = file.bytes;
	if (first === 0x50 && second === 0x4b) return 'zip';
	if (first === 0x1f && second === 0x8b && third === 0x08) return 'gzip';
	const text = file.bytes.find((byte) => byte > 0x20);
	if (text === 0x3c) throw notAFile(file, 'a web page');
	if (text === 0x7b) throw notAFile(file, 'a JSON answer');
	if (text === undefined) throw notAFile(file, 'nothing');
	return 'csv';
}

async function gunzipped(file: ExportFile): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const packed = new Blob([file.bytes as Uint8Array<ArrayBuffer>]).stream();
	const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			size += value.length;
			if (size > ZIP_LIMITS.memberBytes) throw new RangeError('too large');
			chunks.push(value);
		}
	} catch {
		await reader.cancel().catch(() => undefined);
		throw notAFile(file, 'a compressed file that cannot be unpacked');
	}
	const bytes = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

function notAFile(file: ExportFile, what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`Zoho sent ${what} in place of the file ${file.name}. Download the export again.`,
	);
}
