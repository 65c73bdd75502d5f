{{%AUTOESCAPE context="HTML"}}
{{#FORM}}
<form class="acts" method="post" action="{{VOTE_URL}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{NEXT}}">
<input type="hidden" name="event_id" value="{{EVENT_ID}}">
<button class="vote" formaction="{{VOTE_URL}}" data-undo="{{VOTE_UNDO_URL}}" aria-pressed="{{VOTED}}"><span class="hidden">Upvote, now </span><span data-count>{{UPVOTES}}</span></button>
<button class="save" formaction="{{SAVE_URL}}" data-undo="{{SAVE_UNDO_URL}}" aria-pressed="{{SAVED}}"><span data-off="Save" data-on="Saved">{{SAVE_LABEL}}</span></button>
<button class="quiet hide" formaction="{{HIDE_URL}}" data-undo="{{HIDE_UNDO_URL}}" aria-pressed="{{HIDDEN}}"><span data-off="Hide" data-on="Hidden: undo">{{HIDE_LABEL}}</span></button>
<button class="quiet dislike" formaction="{{DISLIKE_URL}}" data-undo="{{DISLIKE_UNDO_URL}}" aria-pressed="{{DISLIKED}}"><span data-off="Not interested" data-on="Not interested: undo">{{DISLIKE_LABEL}}</span></button>
</form>
{{/FORM}}
{{#VISITOR}}
<form class="acts" method="post" action="{{SAVE_URL}}">
<input type="hidden" name="next" value="{{NEXT}}">
<a class="vote" href="{{SIGN_IN_URL}}" rel="nofollow" title="Sign in to vote"><span class="hidden">Upvotes: </span>{{UPVOTES}}</a>
<button class="save" formaction="{{SAVE_URL}}" data-undo="{{SAVE_UNDO_URL}}" aria-pressed="{{SAVED}}"><span data-off="Save" data-on="Saved">{{SAVE_LABEL}}</span></button>
<button class="quiet dislike" formaction="{{DISLIKE_URL}}" data-undo="{{DISLIKE_UNDO_URL}}" aria-pressed="{{DISLIKED}}"><span data-off="Not interested" data-on="Not interested: undo">{{DISLIKE_LABEL}}</span></button>
</form>
{{/VISITOR}}
{{#COUNT_ONLY}}
<p class="acts"><a class="vote" href="{{SIGN_IN_URL}}" rel="nofollow" title="Sign in to vote"><span class="hidden">Upvotes: </span>{{UPVOTES}}</a></p>
{{/COUNT_ONLY}}
