import type { ExportFile } from '../../files/exportFile';
import { sha256 } from '../../files/sha256';
import { asArray, asObject, asText, type JsonObject, parseJson } from '../../http/json';
import { ANSWER_MANIFEST } from './answerManifest';

/** What a comparison of files with their manifest found. */
export type Verification = {
	/** Every file is there, byte for byte. */
	verified: boolean;
	/** Every row is there with the same content, whatever became of the bytes. */
	same_rows: boolean;
	/** Rows that were read. */
	rows: number;
	/** Lines that could not be read, now as then. */
	rows_refused: number;
	/** What is not as the manifest says, one sentence each. */
	findings: string[];
};

/** What a manifest says, as JSON or as its file; undefined for anything that is not JSON. */
export function parsed(manifest: unknown): unknown {
	if (!(manifest instanceof Uint8Array)) return manifest;
	try {
		return parseJson(manifest);
	} catch {
		return undefined;
	}
}

/** Names of the files that a manifest proves, and ids of its exports, whose files may be saved under these. */
export function manifestNames(manifest: unknown): {
	readonly names: ReadonlySet<string>;
	readonly ids: ReadonlySet<string>;
} {
	const object = asObject(parsed(manifest));
	const answer = answerIn(object);
	if (answer) {
		const name = asText(asObject(answer['file'])?.['name']);
		return { names: new Set(name === null ? [] : [name]), ids: new Set() };
	}
	const exports = asArray(object?.['exports']).map(asObject);
	const files = exports.flatMap((part) => asArray(part?.['files']).map(asObject));
	const texts = (values: readonly unknown[]): string[] =>
		values.map(asText).filter((text) => text !== null);
	return {
		names: new Set(texts(files.map((file) => file?.['name']))),
		ids: new Set(texts(exports.map((part) => part?.['export_id']))),
	};
}

/** The manifest of a file of entries; undefined for another one. */
export function answerIn(manifest: unknown): JsonObject | undefined {
	const object = asObject(manifest);
	return object?.['manifest'] === ANSWER_MANIFEST && asObject(object['file']) ? object : undefined;
}

/** A file of entries is compared byte for byte. */
export async function verifyAnswer(
	{ file, entries }: JsonObject,
	files: readonly ExportFile[],
): Promise<Verification> {
	const stated = asObject(file) ?? {};
	const [name, digest] = [asText(stated['name']) ?? '', asText(stated['sha256']) ?? ''];
	const digests = await Promise.all(files.map(async ({ bytes }) => await sha256(bytes)));
	const same = digests.indexOf(digest);
	const named = files.findIndex((it) => it.name.endsWith(name));
	const index = same >= 0 ? same : named;
	const others = files.filter((_, at) => at !== index).map((other) => other.name);
	const found = files[index];
	const findings =
		same >= 0
			? []
			: [found ? differs(name, found, digests[index] ?? '', stated) : missing(name, digest)];
	if (others.length > 0) findings.push(`Not in the manifest: ${others.join(', ')}.`);
	return {
		...{ verified: findings.length === 0, same_rows: same >= 0, rows_refused: 0, findings },
		rows: same >= 0 && typeof entries === 'number' ? entries : 0,
	};
}

export function differs(
	name: string,
	{ bytes }: ExportFile,
	digest: string,
	stated: JsonObject,
): string {
	return `The file ${name} is not the one of the manifest: it has ${bytes.length} bytes and the SHA-256 ${digest}, not ${String(stated['size'])} bytes and ${String(stated['sha256'])}.`;
}

export function missing(name: string, digest: string): string {
	return `The file ${name} (SHA-256 ${digest}) is missing.`;
}
