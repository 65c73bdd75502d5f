{{%AUTOESCAPE context="HTML"}}
<label for="kind">Which papers</label>
<select id="kind" name="kind">{{#KIND}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/KIND}}</select>
<label for="categories">Only of these categories</label>
<input id="categories" name="categories" value="{{CATEGORIES}}" maxlength="1000" autocomplete="off" spellcheck="false" placeholder="cs.CL, stat.ML">
<label for="keywords">About these words</label>
<input id="keywords" name="keywords" value="{{KEYWORDS}}" maxlength="1000" autocomplete="off" placeholder="graph networks, quantum error correction">
<label for="authors">By these authors</label>
<input id="authors" name="authors" value="{{AUTHORS}}" maxlength="1000" autocomplete="off" spellcheck="false">
{{#EDITIONS}}<label for="edition">Of this edition</label>
<select id="edition" name="edition">{{#EDITION}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/EDITION}}</select>{{/EDITIONS}}
<label for="rhythm">How often</label>
<select id="rhythm" name="rhythm">{{#RHYTHM}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/RHYTHM}}</select>
<label for="weekday">Weekly mails come on</label>
<select id="weekday" name="weekday">{{#WEEKDAY}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/WEEKDAY}}</select>
<label for="hour">At</label>
<select id="hour" name="hour">{{#HOUR}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/HOUR}}</select>
<label for="zone">Time zone</label>
<input id="zone" name="zone" value="{{ZONE}}" maxlength="60" autocomplete="off" spellcheck="false" placeholder="Europe/Berlin; empty: the newspaper's own" data-zone>
<label for="papers">At most so many papers</label>
<select id="papers" name="papers">{{#PAPERS}}{{#OPTION}}<option value="{{VALUE}}">{{NAME}}</option>{{/OPTION}}{{#OPTION_CHOSEN}}<option value="{{VALUE}}" selected>{{NAME}}</option>{{/OPTION_CHOSEN}}{{/PAPERS}}</select>
<label for="send_empty">When there is nothing new</label>
<select id="send_empty" name="send_empty">{{#EMPTY_OFF}}<option value="no" selected>Send nothing</option><option value="yes">Tell me so</option>{{/EMPTY_OFF}}{{#EMPTY_ON}}<option value="no">Send nothing</option><option value="yes" selected>Tell me so</option>{{/EMPTY_ON}}</select>
