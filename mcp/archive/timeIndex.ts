import { MINUTE, SECOND } from '../../shared/durations';
import { type AuditedTime, AuditedTimeReader } from '../../shared/dialect/auditedTime';
import type { EntryContext } from '../../shared/entries/entryContext';

/** A time in 32 bits: seconds since then, and whether the text has seconds. */
const EPOCH_S = Date.UTC(1990, 0, 1) / 1000;
const LATEST_S = EPOCH_S + 2 ** 31 - 3;
export const NO_TIME = 0;
/** Of a text that has not been parsed yet. */
const UNREAD = 0xffff_fffe;
/** Of a text whose time does not fit into 32 bits, or that is not UTF-8. */
export const UNFIT = 0xffff_ffff;

/** The times of a CSV's rows, parsed when they are first needed. */
export class TimeIndex {
	/** The format and zone of the times that were parsed. */
	private reading = '';
	private reader = new AuditedTimeReader({ dateFormat: null, timeFormat: null, timeZone: null });
	private readonly packed: Uint32Array;
	private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

	constructor(
		readonly codes: Uint32Array,
		private readonly ends: Uint32Array,
		private readonly bytes: Uint8Array,
	) {
		this.packed = new Uint32Array(ends.length).fill(UNREAD);
	}

	get size(): number {
		return this.codes.length * 4 + this.ends.length * 8 + this.bytes.length;
	}

	/** Parses in that format and zone from now on. */
	readAs({ times }: EntryContext): void {
		const { dateFormat, timeFormat, timeZone, within } = times;
		const reading = JSON.stringify([dateFormat, timeFormat, timeZone?.name, within]);
		if (reading === this.reading) return;
		this.reading = reading;
		this.reader = new AuditedTimeReader(times);
		this.packed.fill(UNREAD);
	}

	/** Packed; UNFIT where the row has to be read. */
	at(row: number): number {
		const code = this.codes[row] ?? 0;
		const known = this.packed[code] ?? UNFIT;
		return known === UNREAD ? (this.packed[code] = this.read(code)) : known;
	}

	private read(code: number): number {
		const from = code === 0 ? 0 : (this.ends[code - 1] ?? 0);
		try {
			const text = this.decoder.decode(this.bytes.subarray(from, this.ends[code]));
			return packedTime(this.reader.read(text.replaceAll('""', '"')));
		} catch {
			return UNFIT;
		}
	}
}

/** Exactly, or not at all. */
function packedTime(time: AuditedTime | null): number {
	if (time === null) return NO_TIME;
	const { instant, grain } = time;
	const second = instant / SECOND;
	const isExact = Number.isInteger(second) && (grain === SECOND || grain === MINUTE);
	if (!isExact || second < EPOCH_S || second >= LATEST_S) return UNFIT;
	return (second - EPOCH_S) * 2 + (grain === MINUTE ? 1 : 0) + 1;
}

/** The inverse of packing. */
export function timeOf(packed: number): AuditedTime | null {
	if (packed === NO_TIME) return null;
	const instant = (EPOCH_S + Math.floor((packed - 1) / 2)) * SECOND;
	return new PackedTime(instant, (packed - 1) % 2 === 1 ? MINUTE : SECOND);
}

class PackedTime implements AuditedTime {
	constructor(
		readonly instant: number,
		readonly grain: number,
	) {}

	get iso(): string {
		return new Date(this.instant).toISOString();
	}
}
