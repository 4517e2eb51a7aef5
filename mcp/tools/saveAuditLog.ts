import { z } from 'zod';
import { disclosureOf } from '../config/disclosure';
import { InputError } from '../../shared/errors';
import { ORDERS } from '../../shared/entries/topK';
import { query } from '../questions/query';
import { sourceOf } from '../questions/source';
import { FORMATS, SAVED_FORMATS } from '../questions/saving/formats';
import { savedFile } from '../questions/saving/savedFile';
import { exportId, nextCursor, sameFilters } from './arguments';
import { shortExportSentence, shortOutput } from './outputs';
import { notText, savedText } from './saving/savedText';
import { tool } from './tool';

const input = {
	...sameFilters,
	format: z.enum(SAVED_FORMATS).default('csv'),
	as: z
		.enum(['file', 'text'])
		.optional()
		.describe(
			'text: pages of it, for hosts that read no files. Default file where there is a folder',
		),
	order: z.enum(ORDERS).default('newest'),
	cursor: nextCursor,
	export_id: exportId.optional().describe('Of this export only'),
};

export const saveAuditLog = tool({
	name: 'save_audit_log',
	title: 'Save audit log',
	description: (mayCreate) =>
		`Save matching entries as a file: CSV (Excel), NDJSON, ECS or OCSF for a SIEM, an HTML report with charts, in the server's download folder with a manifest; or as pages of text. download_export saves a whole export as Zoho made it. ${shortExportSentence(mayCreate)}`,
	input,
	output: {
		...shortOutput,
		files: z.array(z.looseObject({})).optional(),
		text: z.string().optional(),
	},
	access: 'mayCreateAndSave',
	async run(app, args, call) {
		const { downloadDir } = app.config;
		const as = args.as ?? (downloadDir === null || args.cursor !== undefined ? 'text' : 'file');
		if (as === 'text' && FORMATS[args.format].page === null) throw notText(args.format);
		if (as === 'file' && downloadDir === null) {
			throw new InputError(
				'This server has no download folder (ZOHO_AUDIT_DOWNLOAD_DIR): as "text" returns the same page by page.',
				{ parameter: 'as' },
			);
		}
		if (as === 'file' && args.cursor !== undefined) {
			throw new InputError('A file is written whole: leave cursor out, or set as to "text".', {
				parameter: 'cursor',
			});
		}
		return await query(app, args, call, {
			tool: 'save_audit_log',
			needsAll: true,
			empty: as === 'text' ? { returned: 0, text: '' } : { files: [] },
			answer: async (context) => {
				const source = await sourceOf(context);
				if (source === null) return null;
				if (as === 'file' && downloadDir !== null) {
					return await savedFile(context, source, args, downloadDir);
				}
				return await savedText(context, source, args, disclosureOf(app.config));
			},
		});
	},
});
