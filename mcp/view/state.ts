import type { Answer } from './answer';
import type { Asked, Place, Span } from './asking';
import type { Counts } from './counting';
import type { UserHours } from './users';

/** What a table shows, and the question that it answers. */
export interface Listed {
	readonly asked: Asked;
	readonly answer: Answer;
	/** What is to be said of it, in a sentence. */
	readonly remark: string | null;
}

/** The period that the pictures show: all of it, or a part that was chosen. */
export interface Zoom {
	readonly id: number;
	/** Null where no time is known. */
	readonly span: Span | null;
	readonly place: Place;
	readonly label: string;
	readonly counts: Counts | null;
	/** Why there are no counts, or only those of a page. */
	readonly trouble: string | null;
	readonly users: UserHours | null;
	/** Why they are not those of all entries. */
	readonly usersTrouble: string | null;
	readonly list: Listed;
}

/** What was chosen in a picture or a table. */
export interface Picked {
	readonly key: string;
	readonly label: string;
	readonly place: Place;
	/** What is known of it; when the tool has answered, its answer. */
	readonly list: Listed;
}

/** Everything that the page shows. */
export interface State {
	/** Outermost first; none before there is an answer that can be drawn. */
	readonly zooms: readonly Zoom[];
	readonly picked: Picked | null;
	/** What goes on, in a sentence for everybody. */
	readonly status: string;
	/** What went wrong. */
	readonly problem: string | null;
	/** Answers without anything to draw: what they say. */
	readonly lone: Answer | null;
	readonly isBusy: boolean;
	/** Pixels that there are for the page. */
	readonly width: number;
	/** What the host offers. */
	readonly can: Readonly<Record<'ask' | 'say' | 'open' | 'repeat', boolean>>;
}

export const START: State = {
	zooms: [],
	picked: null,
	status: 'Waiting for the host of this page.',
	problem: null,
	lone: null,
	isBusy: true,
	width: 820,
	can: { ask: false, say: false, open: false, repeat: false },
};
