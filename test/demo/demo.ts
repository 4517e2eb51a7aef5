import { serveZoho } from '../zoho/serve';
import { createZoho } from '../zoho/zoho';
import { print } from './printing';
import { byAssistant } from './byAssistant';
import { inN8n } from './inN8n';

/**
 * The main use case without a Zoho account: the emulator is Zoho, everything else is real. n8n's
 * engine runs a workflow with the built node, and an MCP client calls the built server.
 */
async function demo(): Promise<void> {
	const zoho = createZoho({ jobSeconds: 6 });
	const { url, close } = await serveZoho(zoho, 0);
	print(`An emulator of Zoho CRM is listening at ${url}: ${zoho.organization.company_name},`);
	print(
		`${zoho.users.length} users, ${zoho.log.length} entries in its audit log. No Zoho account is used.`,
	);
	try {
		await inN8n(zoho, url);
		await byAssistant(url, { ...zoho.credentials });
		print('\nDone. The README explains how to connect n8n and an assistant to your own Zoho CRM.');
	} finally {
		await close();
	}
}

demo().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
