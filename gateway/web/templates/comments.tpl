{{%AUTOESCAPE context="HTML"}}
<section id="comments" class="comments" aria-labelledby="comments-title">
<h2 id="comments-title" class="section-title">Discussion</h2>
{{#NONE}}<p class="muted">Nobody has said anything yet.</p>{{/NONE}}
{{#ENTRY}}
<article id="comment-{{COMMENT_ID}}" class="talk {{DEPTH_CLASS}}" aria-label="Comment by {{WHO}}">
<p class="talk-head"><strong>{{WHO}}</strong> {{#BY_AUTHOR}}<span class="known">author</span> {{/BY_AUTHOR}}<a href="#comment-{{COMMENT_ID}}">{{WHEN}}</a></p>
{{#GONE}}<p class="muted">{{GONE_TEXT}}</p>{{/GONE}}
<div class="talk-text">{{>HTML}}</div>
<div class="talk-acts">
{{#REPLY}}<details><summary>Reply</summary>
<form class="form small" method="post" action="/comments/create">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="parent_id" value="{{COMMENT_ID}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}">
<textarea name="text" rows="4" required maxlength="65536" aria-label="Your reply to {{WHO}}"></textarea>
<button class="primary">Reply</button></form></details>{{/REPLY}}
{{#OWN}}<details><summary>Edit</summary>
<form class="form small" method="post" action="/comments/edit">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="comment_id" value="{{COMMENT_ID}}">
<textarea name="text" rows="6" required maxlength="65536" aria-label="Your comment">{{COMMENT_TEXT:pre_escape}}</textarea>
<button class="primary">Save</button></form></details>
<form method="post" action="/comments/delete">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="comment_id" value="{{COMMENT_ID}}"><button class="plain">Delete</button></form>{{/OWN}}
{{#OTHERS}}<details><summary>Report</summary>
<form class="form small" method="post" action="/comments/report">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="comment_id" value="{{COMMENT_ID}}">
<input name="reason" maxlength="500" required aria-label="What is wrong with it" placeholder="What is wrong with it">
<button class="primary">Tell the editors</button></form></details>{{/OTHERS}}
{{#MODERATE}}<form method="post" action="/comments/moderate">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="comment_id" value="{{COMMENT_ID}}"><input type="hidden" name="hide" value="{{HIDE_VALUE}}">
<button class="plain">{{HIDE_LABEL}}</button></form>{{/MODERATE}}
</div>
</article>
{{/ENTRY}}
{{#MORE}}<p class="pager"><a href="{{MORE_URL}}">More comments</a></p>{{/MORE}}
{{#WRITE}}
<form class="form" method="post" action="/comments/create">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="paper_id" value="{{PAPER_ID}}">
<input type="hidden" name="request_id" value="{{REQUEST_ID}}">
<label for="comment-text">Add a comment</label>
<textarea id="comment-text" name="text" rows="5" required maxlength="65536" aria-describedby="comment-help"></textarea>
<p id="comment-help" class="muted">Markdown works; pictures and HTML do not.</p>
<button class="primary">Comment</button>
</form>
{{/WRITE}}
{{#SIGN_IN}}<p class="muted"><a href="{{SIGN_IN_URL}}">Sign in</a> to join the discussion.</p>{{/SIGN_IN}}
</section>
