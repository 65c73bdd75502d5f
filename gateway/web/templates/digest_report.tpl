{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>Digests</h1>
<p class="origin">{{ACTIVE}} active subscriptions, {{NOTICES}} mails about accounts wait.</p>
</header>
<form class="form" method="post" action="/digest">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#RUNNING}}<button name="paused" value="yes">Pause all digests</button>{{/RUNNING}}
{{#PAUSED}}<p class="notice" role="status">All digests are paused.</p><button class="primary" name="paused" value="no">Let them go on</button>{{/PAUSED}}
</form>
<section class="panel" aria-labelledby="issues-title">
<h2 id="issues-title" class="rail-title">Issues</h2>
<table>
<thead><tr><th scope="col">Issue</th><th scope="col">Sent</th><th scope="col" class="number">Mails</th><th scope="col" class="number">Wait</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Bounced</th><th scope="col" class="number">Clicked</th><th scope="col" class="number">Unsubscribed</th><th scope="col" class="number">Doubts</th></tr></thead>
<tbody>
{{#ISSUE}}<tr><th scope="row">{{NAME}}</th><td><meter min="0" max="{{MOST}}" value="{{COUNT}}" aria-label="Sent">{{SENT}}</meter></td><td class="number">{{SENT}}</td><td class="number">{{WAITING}}</td><td class="number">{{FAILED}}</td><td class="number">{{BOUNCED}}</td><td class="number">{{CLICKED}}</td><td class="number">{{UNSUBSCRIBED}}</td><td class="number">{{DOUBTS}}</td></tr>
{{/ISSUE}}
</tbody>
</table>
</section>
{{#KEPT}}
<section class="panel" aria-labelledby="kept-title">
<h2 id="kept-title" class="rail-title">Mails kept here: there is no SMTP server</h2>
<table>
<thead><tr><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>
{{#MAIL}}<tr><td>{{MAIL_TO}}</td><td><a href="{{MAIL_URL}}">{{MAIL_SUBJECT}}</a></td></tr>
{{/MAIL}}
</tbody>
</table>
</section>
{{/KEPT}}
