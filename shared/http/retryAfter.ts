/**
 * Seconds after which Zoho wants to be asked again. Zoho documents no such hint for the CRM API, so
 * it is honoured where it comes and never needed: the header as seconds or as an HTTP date, or
 * `details.retry_after` of the answer.
 * @param now Zoho's time in milliseconds.
 */
export function retryAfterSeconds(
	header: string | undefined,
	detail: unknown,
	now: number,
): number | undefined {
	const hint = header ?? (typeof detail === 'number' ? String(detail) : detail);
	if (typeof hint !== 'string') return undefined;
	const seconds = /^\s*\d{1,9}\s*$/.test(hint) ? Number(hint) : (Date.parse(hint) - now) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}
