{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>Your subscription</h1>
<p class="origin">{{ADDRESS}}. {{STATE}}</p>
</header>
{{#NOTE}}<p class="notice" role="status">{{NOTE_TEXT}}</p>{{/NOTE}}
<form class="form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>SETTINGS}}
<button class="primary" name="action" value="save">Save</button>
{{#ACTIVE}}<button name="action" value="pause">Pause the mails</button>
<button name="action" value="unsubscribe">Unsubscribe</button>{{/ACTIVE}}
{{#ENDED}}<button name="action" value="resume">Let the mails come again</button>{{/ENDED}}
</form>
</div>
