import {
	customDataCenter,
	type DataCenter,
	DATA_CENTERS,
	dataCenterById,
	emulatorDataCenter,
} from '../../shared/dataCenters';
import { InputError } from '../../shared/errors';
import type { Environment } from './environment';

const CUSTOM_URLS = ['ZOHO_ACCOUNTS_URL', 'ZOHO_API_URL', 'ZOHO_FILES_URL'] as const;

/** Where the account is served, by its id, by three addresses, or by that of an emulator. */
export function dataCenterIn(environment: Environment): DataCenter {
	const emulator = environment.text('ZOHO_EMULATOR_URL');
	const region = environment.text('ZOHO_REGION');
	const id = environment.text('ZOHO_DATA_CENTER') ?? region ?? 'us';
	const [accountsUrl, apiUrl, filesUrl] = CUSTOM_URLS.map((name) => environment.text(name));
	if (region !== undefined && region.toLowerCase() !== id.toLowerCase()) {
		environment.problems.push('ZOHO_DATA_CENTER and ZOHO_REGION differ: keep one of them.');
	}
	const isCustom = id.toLowerCase() === 'custom';
	if (!isCustom && (accountsUrl ?? apiUrl ?? filesUrl) !== undefined) {
		environment.problems.push(
			`${CUSTOM_URLS.join(', ')} count only with ZOHO_DATA_CENTER=custom: set it, or remove them.`,
		);
	}
	try {
		if (emulator !== undefined) return emulatorDataCenter(emulator);
		if (!isCustom) return dataCenterById(id);
		if (accountsUrl && apiUrl && filesUrl) {
			return customDataCenter({ accountsUrl, apiUrl, filesUrl });
		}
		environment.problems.push(`ZOHO_DATA_CENTER=custom needs all of ${CUSTOM_URLS.join(', ')}.`);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		environment.problems.push(`${variableOf(error.facts.parameter)}: ${error.message}`);
	}
	return DATA_CENTERS[0] as DataCenter;
}

function variableOf(parameter: string | undefined): string {
	const names: Readonly<Record<string, string>> = {
		accountsUrl: 'ZOHO_ACCOUNTS_URL',
		apiUrl: 'ZOHO_API_URL',
		filesUrl: 'ZOHO_FILES_URL',
		emulatorUrl: 'ZOHO_EMULATOR_URL',
	};
	return names[parameter ?? ''] ?? 'ZOHO_DATA_CENTER';
}
