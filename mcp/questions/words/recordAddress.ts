/** A record as its page in the browser names it. */
export interface RecordAddress {
	/** As it is in the address: `Potentials` for Deals. */
	readonly module: string | null;
	readonly id: string;
}

/** The record of an address such as `https://crm.zoho.eu/crm/org1/tab/Potentials/7610000000000800010`, or of `zcrm_…`. */
export function recordAddress(text: string): RecordAddress | undefined {
	const [, tab, onPage] =
		/\/tab\/([A-Za-z0-9_]{1,60})\/(?:zcrm_)?(\d{5,30})(?:[/?#].*)?$/.exec(text.trim()) ?? [];
	if (tab !== undefined && onPage !== undefined) return { module: tab, id: onPage };
	const id = /^zcrm_(\d{5,30})$/.exec(text.trim())?.[1];
	return id === undefined ? undefined : { module: null, id };
}
