/** As `org[0]` of https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html, in part. */
export interface Organization {
	readonly id: string;
	/** The number in download links and deep links. */
	readonly zgid: string;
	readonly domain_name: string;
	readonly company_name: string;
	readonly country_code: string;
	readonly time_zone: string;
	readonly primary_email: string;
	readonly license_details: Readonly<Record<string, string | number | boolean | null>>;
}

/** Zoho's ids have 18 or more digits, more than a JavaScript number can hold: always strings. */
export function zohoId(number: number): string {
	return '7610000' + String(number).padStart(12, '0');
}

export const organization: Organization = {
	id: zohoId(1_001),
	zgid: '20098761234',
	domain_name: 'org20098761234',
	company_name: 'Fernwind Instruments GmbH',
	country_code: 'DE',
	time_zone: 'Europe/Berlin',
	primary_email: 'marta.quill@fernwind.example',
	license_details: {
		paid: true,
		paid_type: 'enterprise',
		users_license_purchased: 12,
		trial_type: null,
		trial_expiry: null,
		paid_expiry: '2027-12-31T23:59:59+01:00',
	},
};
