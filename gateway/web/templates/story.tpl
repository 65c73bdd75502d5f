{{%AUTOESCAPE context="HTML"}}
<article class="{{CLASS}}">
{{#RANK}}<p class="rank" aria-hidden="true">{{RANK_NUMBER}}</p>{{/RANK}}
<div class="story-body">
{{#KICKER}}<p class="kicker"><a href="{{CATEGORY_URL}}">{{CATEGORY_NAME}}</a></p>{{/KICKER}}
<h2 class="headline"><a href="{{URL}}">{{#TITLE}}{{#PIECE}}{{PIECE_TEXT}}{{#MARK}}<mark>{{MARK_TEXT}}</mark>{{/MARK}}{{/PIECE}}{{/TITLE}}</a></h2>
{{#BYLINE}}<p class="byline">{{AUTHORS}}</p>{{/BYLINE}}
{{#WITHDRAWN}}<p class="flag">Withdrawn by its authors</p>{{/WITHDRAWN}}
{{#ABSTRACT}}<p class="abstract">{{#PIECE}}{{PIECE_TEXT}}{{#MARK}}<mark>{{MARK_TEXT}}</mark>{{/MARK}}{{/PIECE}}</p>{{/ABSTRACT}}
{{#REASON}}<p class="reason">{{REASON_TEXT}}</p>{{/REASON}}
<div class="story-foot">
{{>ACTIONS}}
{{#LINKS}}<p class="story-links">{{#LINK}}<a href="{{LINK_URL}}"{{#OUTSIDE}} rel="external noopener nofollow"{{/OUTSIDE}} aria-label="{{LINK_NAME}}: {{LINK_TITLE}}">{{LINK_NAME}}</a>
{{/LINK}}</p>{{/LINKS}}
{{#MOVE}}<details class="move"><summary>{{FOLDER_NAME}}</summary>
<form method="post" action="/library/folder"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}"><input type="hidden" name="next" value="{{NEXT}}">
<label class="hidden" for="{{FOLDER_ID}}">Folder</label><input id="{{FOLDER_ID}}" name="folder" value="{{FOLDER}}" maxlength="60" autocomplete="off" placeholder="Folder">
<button class="quiet">Move</button></form></details>{{/MOVE}}
{{#PROVENANCE}}<p class="provenance">{{PROVENANCE_TEXT}}</p>{{/PROVENANCE}}
{{#RETRACT}}{{#FOR_GOOD}}<details class="move retract"><summary>Take off the list</summary>
{{/FOR_GOOD}}<form class="retract" method="post" action="/submit/retract"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}"><input type="hidden" name="day" value="{{DAY}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="next" value="{{NEXT}}">{{#OWN}}<button class="quiet">Take off the list</button>{{/OWN}}{{#FOR_GOOD}}<button class="quiet">Yes, no reader can put it back</button>{{/FOR_GOOD}}</form>{{#FOR_GOOD}}</details>{{/FOR_GOOD}}{{/RETRACT}}
</div>
</div>
</article>
