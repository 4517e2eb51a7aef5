/** From the fewest lines to the most. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines for the server's operator. On stderr: stdout belongs to the protocol. */
export interface Log {
	write(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
	/** From now on this value is never written. */
	hide(secret: string): void;
	/** The same text without secrets, tokens, and what follows the `?` of a URL. */
	redacted(text: string): string;
}

export function createLog(level: LogLevel, write: (line: string) => void): Log {
	const secrets = new Set<string>();
	const redacted = (text: string): string => {
		let result = text;
		for (const secret of secrets) result = result.replaceAll(secret, '[hidden]');
		return result
			.replace(/1000\.[\w.-]{8,}/g, '[hidden]')
			.replace(/\b(Zoho-oauthtoken|Bearer|Basic)\s+[^\s"]+/gi, '$1 [hidden]')
			.replace(/(https?:\/\/[^\s"?#]*)[?#][^\s"]*/gi, '$1?[hidden]');
	};
	return {
		write(lineLevel, message, details = {}) {
			if (LOG_LEVELS.indexOf(lineLevel) > LOG_LEVELS.indexOf(level)) return;
			const line = { time: new Date().toISOString(), level: lineLevel, message, ...details };
			write(redacted(JSON.stringify(line)));
		},
		hide(secret) {
			if (secret.length >= 8) secrets.add(secret);
		},
		redacted,
	};
}
