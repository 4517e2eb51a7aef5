import { ALERT_MUTANTS } from './alertMutants';
import { ARCHIVE_MUTANTS } from './archiveMutants';
import { ANSWER_MUTANTS } from './answerMutants';
import { BIN_MUTANTS } from './binMutants';
import { DIALECT_MUTANTS } from './dialectMutants';
import { FOLDER_MUTANTS } from './folderMutants';
import { EXPRESSION_MUTANTS } from './expressionMutants';
import { FAULT_MUTANTS } from './faultMutants';
import { LIVE_CHECK_MUTANTS } from './liveCheckMutants';
import type { Mutant } from './mutant';
import { NODE_MUTANTS } from './nodeMutants';
import { PEOPLE_MUTANTS } from './peopleMutants';
import { QUESTION_MUTANTS } from './questionMutants';
import { READER_MUTANTS } from './readerMutants';
import { REPORT_MUTANTS } from './reportMutants';
import { ROW_MUTANTS } from './rowMutants';
import { SERVER_MUTANTS } from './serverMutants';
import { SHARED_MUTANTS } from './sharedMutants';
import { SPARING_MUTANTS } from './sparingMutants';
import { TRIGGER_MUTANTS } from './triggerMutants';
import { UNSTOPPABLE_MUTANTS } from './unstoppableMutants';
import { VERSION_MUTANTS } from './versionMutants';
import { VIEW_MUTANTS } from './viewMutants';

/** All that `npm run mutants` tries; a test compares this with the folder. */
export const LISTS: Readonly<Record<string, readonly Mutant[]>> = {
	alertMutants: ALERT_MUTANTS,
	answerMutants: ANSWER_MUTANTS,
	binMutants: BIN_MUTANTS,
	faultMutants: FAULT_MUTANTS,
	sharedMutants: SHARED_MUTANTS,
	sparingMutants: SPARING_MUTANTS,
	dialectMutants: DIALECT_MUTANTS,
	expressionMutants: EXPRESSION_MUTANTS,
	nodeMutants: NODE_MUTANTS,
	triggerMutants: TRIGGER_MUTANTS,
	unstoppableMutants: UNSTOPPABLE_MUTANTS,
	peopleMutants: PEOPLE_MUTANTS,
	questionMutants: QUESTION_MUTANTS,
	readerMutants: READER_MUTANTS,
	reportMutants: REPORT_MUTANTS,
	rowMutants: ROW_MUTANTS,
	archiveMutants: ARCHIVE_MUTANTS,
	folderMutants: FOLDER_MUTANTS,
	serverMutants: SERVER_MUTANTS,
	versionMutants: VERSION_MUTANTS,
	viewMutants: VIEW_MUTANTS,
	liveCheckMutants: LIVE_CHECK_MUTANTS,
};
