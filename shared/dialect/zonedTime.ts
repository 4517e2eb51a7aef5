import { instantOfIso } from './auditedTime';
import { TimeZone } from './timeZone';

const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?$/;

/**
 * A time that people or forms give, with an offset: one without zone is the wall clock of `zone`, a
 * day without a time is its midnight. What is not a time comes back as it is, for `periodOf` to refuse.
 */
export function withOffset(text: string, zone: string): string {
	const trimmed = text.trim();
	if (!WITHOUT_ZONE.test(trimmed)) return trimmed;
	const clock = instantOfIso(`${trimmed.length === 10 ? `${trimmed}T00:00` : trimmed}Z`);
	if (clock === null) return trimmed;
	const timeZone = new TimeZone(zone);
	return timeZone.iso(timeZone.instantOf(clock));
}
