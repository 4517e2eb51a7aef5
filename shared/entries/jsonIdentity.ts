import { blake2s128 } from '../files/blake2s';
import { hexOf } from '../files/sha256';
import { asObject, type JsonObject } from '../http/json';
import type { EventIds } from './eventIds';

/**
 * The id of an entry that came as JSON without one: the first 16 bytes, in hexadecimal, of the
 * BLAKE2s-256 (RFC 7693) of `json1` and the entry as JSON in UTF-8, without spaces and with the keys of
 * each object in the order of their UTF-16 units. Ids are kept by others: this never changes.
 */
export function jsonEventId(ids: EventIds, item: JsonObject): string {
	const hash = blake2s128(`json1${sorted(item)}`);
	return ids.numbered(hexOf(hash), new Int32Array(hash.buffer), 0);
}

function sorted(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
	const object = asObject(value);
	if (!object) return JSON.stringify(value) ?? 'null';
	const keys = Object.keys(object).sort((a, b) => (a < b ? -1 : 1));
	return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(object[key])}`).join(',')}}`;
}
