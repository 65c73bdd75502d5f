{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>{{HEADING}}</h1>
<p class="origin">{{INTRO}}</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
{{#DONE}}<p class="hint" role="status">{{DONE_TEXT}}</p>{{/DONE}}
{{#DOORS}}
<ul class="doors">
{{#DOOR}}<li><a href="{{DOOR_URL}}">{{DOOR_NAME}}</a></li>
{{/DOOR}}
</ul>
{{/DOORS}}
{{#FORM}}
<form class="form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{KEPT_NAME}}" value="{{KEPT_VALUE}}">
{{/KEPT}}
{{#FIELD}}
<label for="{{ID}}">{{LABEL}}</label>
{{#INPUT}}<input id="{{ID}}" name="{{NAME}}" type="{{TYPE}}" value="{{VALUE}}" maxlength="500" autocomplete="{{AUTOCOMPLETE}}" autocapitalize="none" spellcheck="false"{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{ID}}-help"{{/DESCRIBED}}>{{/INPUT}}
{{#AREA}}<textarea id="{{ID}}" name="{{NAME}}" rows="8" maxlength="65536"{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{ID}}-help"{{/DESCRIBED}}>{{VALUE:pre_escape}}</textarea>{{/AREA}}
{{#HELP}}<p id="{{ID}}-help" class="muted">{{HELP_TEXT}}</p>{{/HELP}}
{{/FIELD}}
<button class="primary">{{BUTTON}}</button>
</form>
{{/FORM}}
<ul class="ways">
{{#WAY}}<li><a href="{{WAY_URL}}">{{WAY_NAME}}</a></li>
{{/WAY}}
</ul>
</div>
