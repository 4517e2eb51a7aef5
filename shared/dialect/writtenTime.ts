import { MINUTE } from '../durations';
import { isoIn } from './isoTime';
import { millisecondsOf, TimePattern, type WallClock } from './timePattern';

/** How times are written, in Zoho's words (`GET /users?type=CurrentUser`). */
export interface WrittenFormat {
	/** `MM/dd/yyyy`, `dd-MM-yyyy`, `MMM d, yyyy` … or `EPOCH`; null when it is not known. */
	readonly dateFormat: string | null;
	/** `hh:mm a` or `HH:mm`; null when it is not known. */
	readonly timeFormat: string | null;
	/** `hr_HR`: needed where two languages call different months alike. */
	readonly locale?: string | null | undefined;
}

/** What a text says, before it is known in which zone. */
export interface WrittenTime {
	/** Milliseconds as if the clock stood in UTC. */
	readonly clock: number;
	/** How long the text leaves open: 60,000 when it has no seconds. */
	readonly grain: number;
	/** Milliseconds ahead of UTC; undefined when the text names no zone. */
	readonly offset: number | undefined;
}

/** The date format of times that are seconds or milliseconds since 1970. */
export const EPOCH = 'epoch';
const EPOCH_TEXT = /^(?:\d{10}|\d{13})$/;

/**
 * Reads times as they are written: ISO 8601, or else the format. Month and day are never guessed, so a
 * text that fits neither is null. See docs/decisions/times.md
 */
export class WrittenTimeReader {
	private readonly pattern: TimePattern | undefined;
	private readonly isEpoch: boolean;

	constructor({ dateFormat, timeFormat, locale }: WrittenFormat) {
		this.isEpoch = dateFormat === EPOCH;
		this.pattern =
			dateFormat && timeFormat
				? TimePattern.of(`${dateFormat} ${timeFormat}`, locale ?? null)
				: undefined;
	}

	read(text: string): WrittenTime | null {
		return isoTimeIn(text) ?? this.readFormat(text);
	}

	/** The same for the format alone. */
	readFormat(text: string): WrittenTime | null {
		const trimmed = text.trim();
		if (this.isEpoch) return epochIn(trimmed);
		const clock = this.pattern?.read(trimmed);
		return clock ? written(clock, undefined) : null;
	}
}

/** A time in ISO 8601. */
export function isoTimeIn(text: string): WrittenTime | null {
	const iso = isoIn(text.trim());
	return iso ? written(iso.clock, iso.offset) : null;
}

function written(clock: WallClock, offset: number | undefined): WrittenTime | null {
	const shown = millisecondsOf(clock);
	return shown === null ? null : { clock: shown, grain: clock.second < 0 ? MINUTE : 1000, offset };
}

function epochIn(text: string): WrittenTime | null {
	if (!EPOCH_TEXT.test(text)) return null;
	return { clock: text.length === 10 ? Number(text) * 1000 : Number(text), grain: 1000, offset: 0 };
}
