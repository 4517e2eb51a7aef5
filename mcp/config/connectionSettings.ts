import { DATA_CENTERS } from '../../shared/dataCenters';
import { parsed } from './setting';
import { proxyAddress } from './texts';

const DATA_CENTER_IDS = DATA_CENTERS.map(({ id }) => id).join(', ');

function address(variable: string, server: string) {
	const about = `${server} of the data center custom, which needs all three`;
	return parsed('https, or http on loopback', String, { variable, about });
}

/** Where Zoho is reached, and through what. */
export const CONNECTION_SETTINGS = {
	dataCenter: parsed(`one of ${DATA_CENTER_IDS}, custom`, (text) => text.toLowerCase(), {
		variable: 'ZOHO_DATA_CENTER',
		alias: 'ZOHO_REGION',
		default: 'us',
		about: 'Data center of the Zoho account',
	}),
	accountsUrl: address('ZOHO_ACCOUNTS_URL', 'Accounts server'),
	apiUrl: address('ZOHO_API_URL', 'API server'),
	filesUrl: address('ZOHO_FILES_URL', 'File server'),
	emulatorUrl: parsed('an address on loopback', String, {
		variable: 'ZOHO_EMULATOR_URL',
		about: 'One server in place of all three, for tests',
	}),
	proxy: parsed('an address such as http://proxy.example.com:3128', proxyAddress, {
		variable: 'ZOHO_AUDIT_PROXY',
		isSecret: true,
		about:
			'Proxy to reach Zoho through, by CONNECT alone: it sees names of hosts, and no token; `NODE_USE_ENV_PROXY=1` takes it from `HTTPS_PROXY` and `NO_PROXY`',
	}),
};
