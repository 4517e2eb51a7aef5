import type { Zoho } from '../../zoho/zoho';
import { assertIncludes } from '../host/assertions';
import { PICTURED } from '../n8n/pictured';
import type { Editor } from './editor';

/** A user's deletions in a log with ids of records. */
export function deletedRecords(zoho: Zoho) {
	return {
		sentence: 'Get Deleted Records shows what can be restored, and until when it may be',
		themes: ['light', 'dark'] as const,
		async draw(editor: Editor) {
			const before = zoho.switches.csvColumns;
			zoho.switches.csvColumns = 'guessed';
			try {
				await editor.openWorkflow(PICTURED.getDeletedRecords.id);
				await editor.openNode('Get Deleted Records');
				assertIncludes(await editor.runNode(), 'days_left', 'Still there', 'Gone');
				await editor.picture('get-deleted-records');
				const shown = ['record', 'module', 'deleted_by', 'deleted_time', 'days_left'];
				assertIncludes((await editor.columnsInView()).join(' '), ...shown);
			} finally {
				zoho.switches.csvColumns = before;
			}
		},
	};
}
