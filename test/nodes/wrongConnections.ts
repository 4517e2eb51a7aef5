/** A credential as n8n keeps it after something went wrong, and a part of what the node says. */
export type WrongConnection = readonly [what: string, overrides: object, sentence: string];

const token = {
	access_token: 'x',
	api_domain: 'https://www.zohoapis.eu',
	callbackQueryString: { 'accounts-server': 'https://accounts.zoho.eu' },
};
const custom = (url: string): object => ({
	dataCenter: 'custom',
	accountsUrl: url,
	apiUrl: url,
	filesUrl: url,
});

export const WRONG_CONNECTIONS: readonly WrongConnection[] = [
	['an unknown data center', { dataCenter: 'mars' }, 'Zoho has no such data center'],
	[
		'custom addresses that are not https',
		{ dataCenter: 'custom', apiUrl: 'http://zoho.example', accountsUrl: '', filesUrl: '' },
		'cannot be used',
	],
	[
		'an account of another data center',
		{ oauthTokenData: { access_token: 'x', api_domain: 'https://www.zohoapis.in' } },
		'Zoho says that this account is in "India", at https://www.zohoapis.in',
	],
	[
		// As n8n stores it after Zoho refused the code at the wrong accounts server, with status 200.
		'an account whose callback named another data center',
		{
			oauthTokenData: {
				error: 'invalid_code',
				callbackQueryString: {
					location: 'in',
					'accounts-server': 'https://accounts.zoho.in',
				},
			},
		},
		'Zoho says that this account is in "India", at https://accounts.zoho.in',
	],
	['a credential that was never connected', { oauthTokenData: undefined }, 'is not connected'],
	['token data that is empty', { oauthTokenData: {} }, 'is not connected'],
	[
		'a wrong client secret, which Zoho refused with status 200',
		{ oauthTokenData: { error: 'invalid_client_secret' } },
		'The client secret is not the one of this client',
	],
	[
		'an unknown client',
		{ oauthTokenData: { error: 'invalid_client' } },
		'Zoho does not know the client id',
	],
	[
		'a redirect URL that the client does not list',
		{ oauthTokenData: { error: 'invalid_redirect_uri' } },
		"is not one that the client lists in Zoho's API console",
	],
	[
		'a refusal in a word that is not known',
		{ oauthTokenData: { error: 'new_word', access_token: '' } },
		'Zoho did not issue a token',
	],
	[
		'too many tokens when it was connected',
		{ oauthTokenData: { status: 'failure', error_description: '请求过于频繁' } },
		'Connect it again after ten minutes',
	],
	[
		"addresses changed by hand since, with a token of Zoho's own server",
		{ ...custom('https://evil.example'), oauthTokenData: token },
		'nothing was sent to https://evil.example',
	],
	[
		'one address changed by hand since',
		{
			...custom('https://zohoapis.eu.evil.example'),
			accountsUrl: 'https://accounts.zoho.eu',
			filesUrl: 'https://download.zoho.eu',
			oauthTokenData: token,
		},
		'nothing was sent to https://zohoapis.eu.evil.example',
	],
	[
		'the address of the files changed by hand since',
		{
			...custom('https://www.zohoapis.eu'),
			accountsUrl: 'https://accounts.zoho.eu',
			filesUrl: 'https://evil.example',
			oauthTokenData: token,
		},
		'nothing was sent to https://evil.example',
	],
	[
		'addresses entered by hand, and a token of which nothing is known',
		{ ...custom('https://www.zohoapis.eu'), oauthTokenData: { access_token: 'x' } },
		'issued by an unknown server',
	],
];
