import { DAY, MINUTE } from '../durations';
import type { Period } from '../period';

/** A filtered export covers at most 180 days. https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html */
export const MAX_EXPORT_DAYS = 180;

/** Zoho keeps the log for up to three years. */
export const RETENTION_DAYS = 3 * 366;

/**
 * A period as windows that Zoho exports, oldest first, without gap or overlap. Seams lie on whole
 * minutes: times in an export may have no seconds, and rows that read the same must not be divided.
 * Whether exactly 180 days are still allowed is not documented, so a window is a minute shorter.
 */
export function windowsOf(period: Period): Period[] {
	const longest = MAX_EXPORT_DAYS * DAY - MINUTE;
	const windows: Period[] = [];
	let from = period.from;
	while (period.to - from > longest) {
		const seam = Math.floor((from + longest) / MINUTE) * MINUTE;
		windows.push({ from, to: seam });
		from = seam;
	}
	windows.push({ from, to: period.to });
	return windows;
}

/**
 * The two halves of a window that holds more than one export may; none of a window of one minute, in
 * which a seam would divide rows that read the same. A window that Zoho would not export as one is
 * first cut into those it does. The seam is on a whole day or hour where the window is long enough, so
 * that a later call finds the exports of the same halves.
 */
export function halvesOf(window: Period): Period[] {
	const windows = windowsOf(window);
	if (windows.length > 1) return windows;
	const length = window.to - window.from;
	const unit = [DAY, 60 * MINUTE].find((long) => length >= 4 * long) ?? MINUTE;
	const seam = Math.floor((window.from + length / 2) / unit) * unit;
	if (seam <= window.from || seam >= window.to) return [];
	return [
		{ from: window.from, to: seam },
		{ from: seam, to: window.to },
	];
}
