{{%AUTOESCAPE context="HTML"}}
<div class="settings">
<header class="list-head">
<h1>Moderation</h1>
<p class="origin">What readers reported, and who says that a paper is theirs.</p>
</header>
<section aria-labelledby="reports-title">
<h2 id="reports-title" class="section-title">Reports</h2>
{{#NO_REPORTS}}<p class="muted">Nothing is reported.</p>{{/NO_REPORTS}}
{{#REPORT}}
<article class="talk">
<p class="talk-head"><strong>{{WHO}}</strong> <a href="{{COMMENT_URL}}">on {{PAPER_ID}}</a></p>
<p class="talk-text">{{TEXT}}</p>
<p class="muted">{{REPORTER}}: {{REASON}}</p>
<div class="talk-acts">
<form method="post" action="/moderation/settle"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}"><input type="hidden" name="comment_id" value="{{COMMENT_ID}}"><button class="plain" name="hide" value="yes">Hide it</button> <button class="plain" name="hide" value="no">Leave it</button></form>
<form method="post" action="/moderation/ban"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="reader_id" value="{{WHO}}"><input type="hidden" name="reason" value="{{REASON}}"><input type="hidden" name="banned" value="yes"><button class="plain">Ban {{WHO}}</button></form>
</div>
</article>
{{/REPORT}}
</section>
<section aria-labelledby="claims-title">
<h2 id="claims-title" class="section-title">Claims of authorship</h2>
{{#NO_CLAIMS}}<p class="muted">Nobody waits for a decision.</p>{{/NO_CLAIMS}}
{{#CLAIM}}
<article class="talk">
<p class="talk-head"><strong>{{CLAIMANT}}</strong> as {{AUTHOR}} of <a href="{{PAPER_URL}}">{{PAPER_ID}}</a></p>
<p class="talk-text">{{NOTE}}</p>
<form class="talk-acts" method="post" action="/moderation/claim"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}"><input type="hidden" name="claimant" value="{{CLAIMANT}}"><button class="plain" name="accept" value="yes">Accept</button> <button class="plain" name="accept" value="no">Refuse</button></form>
</article>
{{/CLAIM}}
</section>
<section aria-labelledby="ban-title">
<h2 id="ban-title" class="section-title">Bans</h2>
<form class="form" method="post" action="/moderation/ban">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="ban-reader">Reader</label>
<input id="ban-reader" name="reader_id" required maxlength="100" autocomplete="off">
<label for="ban-reason">Reason</label>
<input id="ban-reason" name="reason" maxlength="500" autocomplete="off">
<p><button class="primary" name="banned" value="yes">Ban</button> <button class="plain" name="banned" value="no">Lift the ban</button></p>
</form>
</section>
</div>
