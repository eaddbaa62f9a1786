// The demonstration's story: its moments, the next one, and going there. Shared by the banner and the dialog.
import { attempt } from '$lib/backend/attempt';
import { call, openControlPage, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { StoryMomentView, StoryView } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { session } from './session.svelte';

class Story {
  view = $state.raw<StoryView>();
  going = $state<string>();
  refused = $state.raw<Refused>();

  get next(): StoryMomentView | undefined {
    return this.view?.moments.find((moment) => !moment.reached);
  }

  title(code: string): string {
    return code in t.frame.storyMoments ? t.frame.storyMoments[code as keyof typeof t.frame.storyMoments] : code;
  }

  load(): Promise<boolean> {
    return attempt(this, async () => {
      this.view = await call('story.view', {});
    });
  }

  /** One goes forward from a moment to the next, never back. */
  async go(code: string): Promise<void> {
    if (this.going) return;
    this.going = code;
    await attempt(this, async () => {
      const reached = await call('story.advance', { code });
      await session.refresh();
      // The next moment is offered once it can be asked for: until then its button would not answer.
      this.view = reached;
      toasts.say(t.frame.storyReachedNow(this.title(code)), { tone: 'info' });
    });
    this.going = undefined;
  }

  /** The simulator's own page, where each function of each platform is broken and mended. */
  openControls(): Promise<boolean> {
    return attempt(this, openControlPage);
  }
}

export const story = new Story();
