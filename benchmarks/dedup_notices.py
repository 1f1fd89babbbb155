# ruff: noqa: E501 (prose on one line reads best)
"""Formula families of `dedup_families`, second half: notices, reports and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup_names import CITIES, CLUBS, COUNTRIES, DAYS, FAMILY, FIRST, MONTHS, Item, clock, day_name, money, person

if TYPE_CHECKING:
    import random


def earthquake(rng: random.Random, number: int) -> Item:
    place = rng.choice(COUNTRIES).split("|")[0]
    size = f"{rng.uniform(3, 7):.1f}"
    return (
        f"زلزال بقوة {size} درجات يضرب {place}",
        [
            f"ضرب زلزال بقوة {size} درجات على مقياس ريختر اليوم {day_name(number)} سواحل {place}، بحسب هيئة المسح الجيولوجي.",
            f"وأوضحت الهيئة أن مركز الزلزال كان على عمق {rng.randrange(5, 120)} كيلومترا وعلى بعد {rng.randrange(20, 300)} كيلومترا "
            f"{rng.choice(['شمال', 'جنوب', 'شرق', 'غرب'])} مدينة {rng.choice(CITIES)}، ولم ترد حتى الآن تقارير عن وقوع خسائر في الأرواح "
            "أو الممتلكات، ولم يصدر تحذير من حدوث موجات مد عاتية.",
        ],
        number,
    )


def court(rng: random.Random, number: int) -> Item:
    name = person(rng)
    return (
        f"إعلان حصر ورثة {name}",
        [
            f"تعلن المحكمة العامة في {rng.choice(CITIES)} أنه تقدم إليها المواطن {person(rng)} بطلب حصر ورثة المتوفى {name} الذي "
            f"توفي بتاريخ {rng.randrange(1, 29)}/{rng.randrange(1, 12)}/{rng.randrange(1420, 1440)}.",
            f"فعلى من له اعتراض أو مطالبة مراجعة الدائرة {rng.choice(['الأولى', 'الثانية', 'الثالثة'])} خلال مدة أقصاها ثلاثون يوما "
            f"من تاريخ نشر هذا الإعلان، برقم المعاملة {rng.randrange(10000, 99999)}، وبعد انقضاء المدة لن يقبل أي طلب.",
        ],
        number // 5,
    )


def fuel(rng: random.Random, number: int) -> Item:
    return (
        f"أسعار الوقود لشهر {MONTHS[number % 12]}",
        [
            f"أعلنت لجنة متابعة أسعار الوقود أسعار البنزين والديزل لشهر {MONTHS[number % 12]} التي يبدأ العمل بها اعتبارا من اليوم "
            "الأول من الشهر في جميع محطات التوزيع.",
            f"ويبلغ سعر لتر بنزين سوبر 98 نحو {money(rng, 2, 4)} درهم، وسعر لتر بنزين خصوصي 95 نحو {money(rng, 2, 4)} درهم، وسعر لتر "
            f"بنزين إي بلس {money(rng, 1, 3)} درهم، فيما يبلغ سعر لتر الديزل {money(rng, 2, 4)} درهم مقابل {money(rng, 2, 4)} درهم "
            "في الشهر السابق.",
        ],
        number * 30,
    )


def flights(rng: random.Random, number: int) -> Item:
    lines = [
        f"رحلة رقم {rng.randrange(100, 999)} {rng.choice(CITIES)} - {rng.choice(CITIES)} الإقلاع {clock(rng, rng.randrange(24))} "
        f"البوابة {rng.randrange(1, 40)}"
        for _ in range(10)
    ]
    return (
        f"جدول رحلات المطار {day_name(number)}",
        [f"أصدرت إدارة المطار الدولي جدول الرحلات المغادرة ليوم {day_name(number)} على النحو التالي:", *lines],
        number,
    )


def standings(rng: random.Random, number: int) -> Item:
    clubs = rng.sample(CLUBS, 10)
    points = sorted((rng.randrange(3, 60) for _ in clubs), reverse=True)
    lines = [f"{place}- {club} {score} نقطة" for place, (club, score) in enumerate(zip(clubs, points, strict=True), 1)]
    return (
        f"ترتيب الدوري بعد الجولة {number % 30 + 1}",
        ["جاء ترتيب فرق الدوري الممتاز بعد نهاية مباريات الجولة كما يلي:", *lines],
        number * 7,
    )


def arrest(rng: random.Random, number: int) -> Item:
    city = rng.choice(CITIES)
    return (
        f"شرطة {city} تقبض على متهم",
        [
            f"أوضح المتحدث الإعلامي لشرطة منطقة {city} المقدم {person(rng)} أن الجهات الأمنية تمكنت من القبض على "
            f"{rng.choice(['مواطن', 'مقيم', 'شخصين', 'ثلاثة أشخاص'])} في العقد {rng.choice(['الثالث', 'الرابع', 'الخامس'])} من العمر لتورطه "
            f"في {rng.choice(['سرقة مركبات', 'ترويج مواد مخدرة', 'الاحتيال المالي', 'سلب المارة', 'تزوير وثائق'])}.",
            f"وأشار إلى أنه ضبط بحوزته {rng.randrange(2, 90)} {rng.choice(['ألف ريال', 'قطعة', 'جهازا', 'وثيقة'])}، وجرى إيقافه واتخاذ "
            "الإجراءات النظامية بحقه وإحالته إلى النيابة العامة.",
        ],
        number // 4,
    )


def power_cut(rng: random.Random, number: int) -> Item:
    a, b, c = rng.sample(FAMILY, 3)
    return (
        f"انقطاع التيار الكهربائي عن مناطق في {rng.choice(CITIES)}",
        [
            f"أعلنت شركة الكهرباء عن فصل التيار الكهربائي يوم {day_name(number)} من الساعة {clock(rng, 8)} صباحا حتى الساعة "
            f"{clock(rng, 4)} عصرا لأعمال الصيانة الدورية عن مناطق حي {a} وشارع {b} ومثلث {c} ومحيطها.",
            "ودعت الشركة المشتركين إلى أخذ الاحتياطات اللازمة، معتذرة عن أي إزعاج، ومؤكدة أن التيار سيعاد فور انتهاء الأعمال.",
        ],
        number // 3,
    )


def health(rng: random.Random, number: int) -> Item:
    return (
        f"الصحة: تسجيل {rng.randrange(40, 4000)} إصابة جديدة",
        [
            f"أعلنت وزارة الصحة تسجيل {rng.randrange(40, 4000)} حالة إصابة جديدة بالفيروس خلال الساعات الأربع والعشرين الماضية، "
            f"ليرتفع إجمالي الحالات إلى {rng.randrange(40000, 400000)} حالة، منها {rng.randrange(2000, 9000)} حالة نشطة.",
            f"وأضافت الوزارة أن عدد المتعافين بلغ {rng.randrange(20000, 300000)} حالة بإضافة {rng.randrange(100, 4000)} حالة، فيما سجلت "
            f"{rng.randrange(2, 60)} حالة وفاة ليصل الإجمالي إلى {rng.randrange(500, 9000)} حالة، ونصحت الجميع باتباع الإجراءات "
            "الاحترازية والتواصل مع مركز الاتصال على مدار الساعة.",
        ],
        number,
    )


def phone_call(rng: random.Random, number: int) -> Item:
    a, b = rng.sample(COUNTRIES, 2)
    one, two = a.split("|")[0], b.split("|")[0]
    return (
        f"وزير الخارجية يبحث مع نظيره في {two} العلاقات الثنائية",
        [
            f"تلقى وزير خارجية {one} {rng.choice(FIRST)} {rng.choice(FAMILY)} اليوم اتصالا هاتفيا من وزير خارجية {two} "
            f"{b.split('|')[1]}.",
            "وجرى خلال الاتصال استعراض العلاقات الثنائية بين البلدين وسبل تعزيزها في مختلف المجالات، وبحث مستجدات الأوضاع "
            f"الإقليمية والدولية والجهود المبذولة بشأنها، وأكد الوزيران حرص {one} و{two} على استمرار التشاور والتنسيق.",
        ],
        number // 3,
    )


def tv_guide(rng: random.Random, number: int) -> Item:
    shows = [
        "نشرة الأخبار",
        "حصاد اليوم",
        "مسلسل الدار",
        "برنامج الطبيب",
        "وثائقي البحار",
        "كرتون المغامرون",
        "سهرة الطرب",
    ]
    lines = [f"{clock(rng, hour)} {rng.choice(shows)}" for hour in range(7, 22)]
    return f"دليل القناة {day_name(number)}", [f"برامج القناة الأولى ليوم {day_name(number)}:", *lines], number


def road(rng: random.Random, number: int) -> Item:
    street, city = rng.choice(FAMILY), rng.choice(CITIES)
    return (
        f"إغلاق طريق {street} في {city}",
        [
            f"أعلنت إدارة المرور في {city} إغلاق طريق {street} جزئيا في الاتجاهين اعتبارا من {day_name(number)} ولمدة "
            f"{rng.randrange(2, 30)} يوما لتنفيذ أعمال {rng.choice(['السفلتة', 'الصرف الصحي', 'تمديد المياه', 'الإنارة'])}.",
            f"وأهابت بقائدي المركبات استخدام الطرق البديلة ومنها شارع {rng.choice(FAMILY)} وشارع {rng.choice(FAMILY)}، واتباع "
            "اللوحات الإرشادية وتعليمات رجال المرور حفاظا على سلامتهم.",
        ],
        number // 4,
    )


def transfer(rng: random.Random, number: int) -> Item:
    home, away = rng.sample(CLUBS, 2)
    player = f"{rng.choice(FIRST)} {rng.choice(FAMILY)}"
    return (
        f"{home} يتعاقد مع {player}",
        [
            f"أعلن نادي {home} رسميا تعاقده مع اللاعب {player} قادما من نادي {away} في صفقة انتقال حر.",
            f"وقال النادي عبر حسابه الرسمي إن اللاعب اجتاز الفحوص الطبية بنجاح ووقع على العقد بحضور رئيس النادي {person(rng)}، وسينضم إلى "
            f"تدريبات الفريق بدءا من الأسبوع المقبل استعدادا للموسم الجديد، فيما عبر {player} عن سعادته بالانضمام إلى {home} ووعد الجماهير "
            "بتقديم أفضل ما لديه.",
        ],
        number // 3,
    )


def funeral(rng: random.Random, number: int) -> Item:
    city, name = rng.choice(CITIES), person(rng)
    return (
        f"تشييع جثمان الشهيد {name} في {city}",
        [
            f"شيعت جموع غفيرة من أهالي {city} جثمان الشهيد {name} الذي استشهد وهو يؤدي واجبه الوطني دفاعا عن أمن بلاده واستقرارها.",
            f"وأدى المصلون صلاة الجنازة على الشهيد في جامع {rng.choice(FAMILY)} يتقدمهم محافظ {city} {person(rng)} وعدد من القيادات "
            "الأمنية والمدنية وذوو الشهيد، الذين عبروا عن فخرهم واعتزازهم بما قدمه ابنهم من تضحية، سائلين الله أن يتقبله بواسع رحمته.",
        ],
        number // 2,
    )


def tender(rng: random.Random, number: int) -> Item:
    job = rng.choice(
        ["صيانة الطرق", "توريد الأجهزة المكتبية", "إنشاء حديقة عامة", "نظافة المدارس", "حفر الآبار", "تشغيل المختبر"]
    )
    return (
        f"منافسة {job}",
        [
            f"تعلن أمانة {rng.choice(CITIES)} عن طرح المنافسة العامة رقم {rng.randrange(100, 999)} لمشروع {job} وقيمة وثائقها "
            f"{rng.randrange(1, 50) * 100} ريال، وآخر موعد لتقديم العروض يوم {day_name(rng.randrange(300))} الساعة {clock(rng, 10)} صباحا.",
            f"وتفتح المظاريف يوم {day_name(rng.randrange(300))} في مقر الأمانة، وعلى الراغبين من الشركات والمؤسسات المصنفة مراجعة إدارة "
            f"المشتريات في الدور {rng.choice(['الأول', 'الثاني', 'الثالث'])} خلال الدوام الرسمي لشراء كراسة الشروط والمواصفات.",
        ],
        number // 4,
    )


def decree(rng: random.Random, number: int) -> Item:
    name, post = (
        person(rng),
        rng.choice(["هيئة الطيران", "بنك التنمية", "جامعة الساحل", "صندوق الإسكان", "ديوان المحاسبة", "هيئة السياحة"]),
    )
    return (
        f"تعيين {name} رئيسا لـ{post}",
        [
            "صدر اليوم أمر ملكي فيما يلي نصه: بعون الله تعالى، بعد الاطلاع على النظام الأساسي للحكم، وبعد الاطلاع على نظام الوزراء ونواب "
            "الوزراء وموظفي المرتبة الممتازة، وبعد الاطلاع على الأنظمة ذات الصلة، أمرنا بما هو آت:",
            f"أولا: يعين معالي {name} رئيسا لـ{post} بمرتبة وزير. ثانيا: على الجهات المختصة تبليغ أمرنا هذا واعتماده وتنفيذه.",
        ],
        number,
    )


def accident(rng: random.Random, number: int) -> Item:
    city, road_name = rng.choice(CITIES), rng.choice(FAMILY)
    return (
        f"حادث مروري على طريق {road_name} في {city}",
        [
            f"لقي {rng.choice(['شخص', 'شخصان', 'ثلاثة أشخاص', 'أربعة أشخاص'])} مصرعهم وأصيب {rng.randrange(2, 12)} آخرون إثر حادث تصادم "
            f"بين {rng.choice(['مركبتين', 'شاحنة وحافلة', 'ثلاث مركبات'])} على طريق {road_name} في {city} فجر {rng.choice(DAYS)}.",
            f"وأوضح المتحدث باسم الهلال الأحمر {person(rng)} أن غرفة العمليات تلقت البلاغ عند الساعة {clock(rng, 3)}، وباشرت الموقع "
            f"{rng.randrange(2, 9)} فرق إسعافية، ونقل المصابون إلى مستشفى {rng.choice(FAMILY)} لتلقي العلاج اللازم.",
        ],
        number // 3,
    )


def inspection(rng: random.Random, number: int) -> Item:
    city = CITIES[number % len(CITIES)]
    return (
        f"بلدية {city} تغلق منشآت مخالفة",
        [
            f"نفذت بلدية محافظة {city} ممثلة في إدارة صحة البيئة جولات تفتيشية على المطاعم والمحال التجارية للتأكد من التزامها "
            "بالاشتراطات الصحية وحرصا على سلامة المستهلكين.",
            f"وأسفرت الجولات عن إغلاق {rng.randrange(2, 40)} منشأة ومصادرة {rng.randrange(50, 900)} كيلوغراما من المواد الغذائية غير الصالحة "
            f"للاستهلاك الآدمي. وأكد رئيس البلدية المهندس {person(rng)} استمرار الحملات على مدار العام، داعيا سكان {city} إلى الإبلاغ عن المخالفات.",
        ],
        number // 4,
    )


def oil(rng: random.Random, number: int) -> Item:
    change = rng.choice(["ارتفعت", "تراجعت", "هبطت", "صعدت"])
    return (
        f"النفط عند {money(rng, 40, 100)} دولار",
        [
            f"{change} أسعار النفط خلال تعاملات {rng.choice(DAYS)} وسط ترقب المستثمرين لبيانات المخزونات الأمريكية.",
            f"وبحلول الساعة {clock(rng, 9)} بتوقيت غرينتش، {change} العقود الآجلة لخام برنت {rng.randrange(5, 99)} سنتا إلى {money(rng, 40, 100)} "
            f"دولار للبرميل، فيما بلغ خام غرب تكساس الوسيط {money(rng, 40, 100)} دولار للبرميل بعد أن لامس في الجلسة السابقة "
            f"{money(rng, 40, 100)} دولار.",
        ],
        number,
    )


def mosque(rng: random.Random, number: int) -> Item:
    city = CITIES[number % len(CITIES)]
    return (
        f"افتتاح جامع في {city}",
        [
            f"افتتح مدير فرع وزارة الشؤون الإسلامية في {city} الشيخ {person(rng)} اليوم جامع {rng.choice(FAMILY)} الذي أنشئ على نفقة أحد "
            f"المحسنين في حي {rng.choice(['الروضة', 'السلام', 'النخيل', 'الورود', 'الربوة'])} بحضور عدد من المسؤولين والأهالي.",
            f"وتجول مدير الفرع في أرجاء الجامع الذي يتسع لأكثر من {rng.randrange(3, 40) * 100} مصل، ويضم مصلى للنساء ومواقف للسيارات، مشيدا بما "
            "تلقاه بيوت الله من عناية واهتمام من القيادة الرشيدة، وداعيا الله أن يجزي من قام على بنائه خير الجزاء.",
        ],
        number // 3,
    )
