import type { CallOptions, CrmApi } from '../http/crmApi';
import { asArray, asObject, asText } from '../http/json';

/** https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html */
export interface Organization {
	readonly name: string | null;
	/** The first part of record pages' addresses: `org123456789` or an alias. */
	readonly domainName: string | null;
	/** The number in download links. */
	readonly zgid: string | null;
	/** IANA name. */
	readonly timeZone: string | null;
}

export async function readOrganization(api: CrmApi, options: CallOptions): Promise<Organization> {
	const answer = asObject(await api.organization(options));
	const item = asObject(asArray(answer?.['org'])[0]);
	return {
		name: asText(item?.['company_name']),
		domainName: asText(item?.['domain_name']),
		zgid: asText(item?.['zgid']),
		timeZone: asText(item?.['time_zone']),
	};
}
