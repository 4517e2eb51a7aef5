import type { Switches } from '../switches';

/** The scopes of the emulator's credentials. */
export const everyScope: readonly string[] = [
	'ZohoCRM.settings.audit_logs.CREATE',
	'ZohoCRM.settings.audit_logs.READ',
	'ZohoFiles.files.READ',
	'ZohoCRM.users.READ',
	'ZohoCRM.org.READ',
	'ZohoCRM.settings.modules.READ',
	'ZohoCRM.modules.ALL',
	'ZohoCRM.apis.READ',
	'ZohoCRM.settings.recycle_bin.READ',
];

/** `ZohoCRM.modules.Deals.READ` is covered by itself and by ALL or READ of any parent. */
export function covers(granted: readonly string[], needed: string, switches: Switches): boolean {
	if (granted.includes(needed)) return true;
	const parts = needed.split('.');
	const operation = parts.pop() ?? '';
	for (let length = parts.length; length >= 2; length--) {
		const family = parts.slice(0, length).join('.');
		if (family.endsWith('.audit_logs') && !switches.allScope) continue;
		if (granted.includes(`${family}.ALL`) || granted.includes(`${family}.${operation}`))
			return true;
	}
	return false;
}
