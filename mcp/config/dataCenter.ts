import {
	customDataCenter,
	type DataCenter,
	DATA_CENTERS,
	dataCenterById,
	emulatorDataCenter,
} from '../../shared/dataCenters';
import { InputError } from '../../shared/errors';
import { type Settings, variableOf } from './settings';

const URLS = (['accountsUrl', 'apiUrl', 'filesUrl'] as const).map(variableOf).join(', ');

/** Where the account is served: by its id, by three addresses, or by that of an emulator. */
export function dataCenterIn(
	{ dataCenter: id, accountsUrl, apiUrl, filesUrl, emulatorUrl }: Settings,
	problems: string[],
): DataCenter {
	const isCustom = id === 'custom';
	if (!isCustom && (accountsUrl ?? apiUrl ?? filesUrl) !== null) {
		problems.push(`${URLS} count only with ZOHO_DATA_CENTER=custom: set it, or remove them.`);
	}
	try {
		if (emulatorUrl !== null) return emulatorDataCenter(emulatorUrl);
		if (!isCustom) return dataCenterById(id);
		if (accountsUrl !== null && apiUrl !== null && filesUrl !== null) {
			return customDataCenter({ accountsUrl, apiUrl, filesUrl });
		}
		problems.push(`ZOHO_DATA_CENTER=custom needs all of ${URLS}.`);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		problems.push(`${variableOf(error.facts.parameter as keyof Settings)}: ${error.message}`);
	}
	return DATA_CENTERS[0] as DataCenter;
}
