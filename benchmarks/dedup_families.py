# ruff: noqa: E501 (prose on one line reads best)
"""Formula items: families of news texts that share a frame and are different articles, for the benchmark of duplicates.

Every family is a function of a random generator and an item's number that gives a title, paragraphs and a day offset. All
names, numbers and sentences were made up for this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

Item = tuple[str, list[str], int]
"""Title, paragraphs, days after the family's first day."""

COUNTRIES: Final = [
    "كوت ديفوار|الحسن درامان|الشقيق",
    "جمهورية المالديف|محمد رشيد معز|الشقيق",
    "جمهورية بيرو|خوسيه كاسترو ميندوزا|الصديق",
    "مملكة بلجيكا|الملك ألبير الثالث|الصديق",
    "جمهورية سنغافورة|لي هاو تشانغ|الصديق",
    "جمهورية ليبيريا|جورج ويلسون تامبا|الصديق",
    "جمهورية كولومبيا|ألفارو ريستريبو|الصديق",
    "جمهورية مصر العربية|حسن عبد المقصود|الشقيق",
    "الجمهورية التونسية|الحبيب بن منصور|الشقيق",
    "مملكة هولندا|الملك فيليب ألكسندر|الصديق",
    "جمهورية إندونيسيا|بامبانغ سوكارنو|الشقيق",
    "جمهورية الأرجنتين|ماوريسيو فرنانديز|الصديق",
    "جمهورية الهند|راجيف شارما|الصديق",
    "دولة الكويت|الشيخ جابر المبارك|الشقيق",
    "جمهورية النيجر|إبراهيم عيسى ديوري|الشقيق",
    "جمهورية تشاد|عمر حسين ديبي|الشقيق",
    "جمهورية كوريا|كيم جونغ هيون|الصديق",
    "مملكة النرويج|الملك أولاف هارالد|الصديق",
    "جمهورية باكستان الإسلامية|نواز أحمد خان|الشقيق",
    "أوكرانيا|أوليكسندر بتروفيتش|الصديق",
    "جمهورية البرازيل الاتحادية|فرناندو دا سيلفا|الصديق",
    "مملكة ماليزيا|السلطان إسماعيل يعقوب|الشقيق",
    "جمهورية جيبوتي|علي عمر جامع|الشقيق",
    "جمهورية اليونان|نيكوس باباداكيس|الصديق",
    "جمهورية الفلبين|رامون سانتوس|الصديق",
    "المملكة المغربية|الملك يوسف الثاني|الشقيق",
    "جمهورية غانا|كوامي أساموا|الصديق",
    "جمهورية فنلندا|يوهاني كوسكينن|الصديق",
]
CITIES: Final = [
    "الرياض",
    "جدة",
    "الدمام",
    "تبوك",
    "أبها",
    "نجران",
    "جازان",
    "حائل",
    "بريدة",
    "عرعر",
    "سكاكا",
    "الباحة",
    "الطائف",
    "ينبع",
    "مكة",
    "المدينة",
    "القاهرة",
    "الإسكندرية",
    "أسوان",
    "عمّان",
    "إربد",
    "بغداد",
    "البصرة",
    "دمشق",
    "حلب",
    "بيروت",
    "طرابلس",
    "تونس",
    "صفاقس",
    "الرباط",
    "فاس",
    "مراكش",
    "الدوحة",
    "المنامة",
    "مسقط",
    "صلالة",
]
FIRST: Final = [
    "محمد",
    "أحمد",
    "عبدالله",
    "خالد",
    "سعد",
    "فهد",
    "ناصر",
    "يوسف",
    "إبراهيم",
    "عمر",
    "طارق",
    "ماجد",
    "سلطان",
    "بندر",
    "تركي",
    "راشد",
    "حمد",
    "علي",
    "حسن",
    "حسين",
    "سامي",
    "وليد",
    "هاني",
    "زياد",
    "كريم",
    "ياسر",
    "أيمن",
    "نبيل",
    "جمال",
    "رامي",
    "فيصل",
    "نواف",
    "مشعل",
    "عادل",
    "منصور",
    "بدر",
]
FAMILY: Final = [
    "الحربي",
    "القحطاني",
    "العتيبي",
    "الغامدي",
    "الزهراني",
    "الشمري",
    "الدوسري",
    "المطيري",
    "العنزي",
    "السبيعي",
    "البلوي",
    "الشهري",
    "الأحمدي",
    "المالكي",
    "العمري",
    "الخالدي",
    "الهاجري",
    "اليامي",
    "الجهني",
    "الرشيدي",
    "الفيفي",
    "القرني",
    "السالم",
    "الفهد",
    "المنصور",
    "البكري",
    "الحداد",
    "النجار",
    "الصباغ",
    "الخطيب",
    "الشامي",
]
CLUBS: Final = [
    "الوادي",
    "الساحل",
    "الاتفاق",
    "النجم",
    "الفجر",
    "الصقور",
    "الواحة",
    "الميناء",
    "الجبلين",
    "الشعلة",
    "النهضة",
    "الوطن",
    "الرائد",
    "الفرسان",
    "القلعة",
    "الشراع",
]
CURRENCIES: Final = [
    "الدولار الأمريكي",
    "اليورو",
    "الجنيه الإسترليني",
    "الريال السعودي",
    "الدرهم الإماراتي",
    "الدينار الكويتي",
    "الفرنك السويسري",
    "الين الياباني",
    "الدينار الأردني",
    "الليرة التركية",
]
COMPANIES: Final = [
    "الصحراء للبتروكيماويات",
    "النماء للتأمين",
    "الخليج للأسمنت",
    "الوطنية للدواجن",
    "المروج الزراعية",
    "الأفق للاتصالات",
    "الجسر العقارية",
    "الواحات للتعمير",
    "اللؤلؤة للتأمين",
    "السواحل للنقل",
    "البنيان للمقاولات",
    "الينابيع للمياه",
    "الرمال للطاقة",
    "القمة للاستثمار",
]
JOBS: Final = [
    "مهندس مدني",
    "محاسب",
    "أخصائي تمريض",
    "معلم رياضيات",
    "فني مختبر",
    "مبرمج حاسب",
    "أمين مستودع",
    "سكرتير تنفيذي",
    "مترجم",
    "مراقب مالي",
    "سائق",
    "أستاذ مساعد",
    "باحث قانوني",
    "صيدلي",
]
SIGNS: Final = [
    "الحمل",
    "الثور",
    "الجوزاء",
    "السرطان",
    "الأسد",
    "العذراء",
    "الميزان",
    "العقرب",
    "القوس",
    "الجدي",
    "الدلو",
    "الحوت",
]
DAYS: Final = ["السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"]
MONTHS: Final = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
REGIONS: Final = [
    "مرتفعات عسير",
    "منطقة الباحة",
    "السواحل الغربية",
    "شرق المنطقة الوسطى",
    "الحدود الشمالية",
    "منطقة القصيم",
    "غرب الجوف",
    "سواحل البحر الأحمر",
    "محافظات حائل",
    "جنوب الشرقية",
    "مرتفعات مكة المكرمة",
    "أجزاء من نجران",
]


def person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} بن {rng.choice(FIRST)} {rng.choice(FAMILY)}"


def day_name(number: int) -> str:
    return f"{DAYS[number % 7]} {number % 28 + 1} {MONTHS[number // 28 % 12]}"


def money(rng: random.Random, low: float, high: float) -> str:
    return f"{rng.uniform(low, high):.2f}"


def clock(rng: random.Random, hour: int) -> str:
    return f"{hour}:{rng.randrange(60):02d}"


def telegram(_rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    occasion = "ذكرى اليوم الوطني لبلاده" if number % 2 else "ذكرى استقلال بلاده"
    return (
        f"القيادة تهنئ رئيس {country} بذكرى الاستقلال",
        [
            f"بعث خادم الحرمين الشريفين برقية تهنئة إلى فخامة الرئيس {leader} رئيس {country} بمناسبة {occasion}.",
            "وأعرب الملك المفدى باسمه واسم شعب وحكومة المملكة العربية السعودية عن أصدق التهاني وأطيب التمنيات بالصحة "
            f"والسعادة لفخامته، ولحكومة وشعب {country} {tie} اطراد التقدم والازدهار.",
        ],
        number // 2,
    )


def long_telegram(rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    title, body, day = telegram(rng, number)
    body[1] += (
        f" وأشاد الملك المفدى بهذه المناسبة بتميز العلاقات التي تربط بين البلدين والشعبين {tie}ين التي يسعى الجميع لتعزيزها "
        "وتنميتها في المجالات كافة."
    )
    body += [
        "كما بعث صاحب السمو الملكي ولي العهد نائب رئيس مجلس الوزراء وزير الداخلية برقية تهنئة مماثلة إلى فخامة الرئيس "
        f"{leader} رئيس {country} بمناسبة ذكرى استقلال بلاده.",
        "وعبر سموه عن أبلغ التهاني وأطيب التمنيات بموفور الصحة والسعادة لفخامته، والمزيد من التقدم والازدهار لشعب "
        f"{country} {tie}.",
        f"وبعث سمو ولي ولي العهد برقية تهنئة إلى فخامة الرئيس {leader} عبر فيها عن أطيب التهاني وأصدق التمنيات.",
    ]
    return title, body, day


def condolence(rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    event = rng.choice(["الفيضانات", "حادث تحطم الطائرة", "الزلزال", "انهيار المبنى", "حادث القطار"])
    return (
        f"الملك يعزي رئيس {country} في ضحايا {event}",
        [
            f"بعث الملك برقية عزاء ومواساة إلى فخامة الرئيس {leader} رئيس {country} في ضحايا {event} الذي وقع في "
            f"{rng.choice(CITIES)} وما نتج عنه من وفيات وإصابات.",
            f"وقال الملك: علمنا بنبأ {event} في بلدكم {tie}، وإننا إذ نبعث لفخامتكم ولأسر الضحايا ولشعب {country} بالغ التعازي "
            "وصادق المواساة، لنرجو للمصابين الشفاء العاجل وألا تروا أي مكروه.",
        ],
        number,
    )


def weather(rng: random.Random, number: int) -> Item:
    a, b, c, d = rng.sample(REGIONS, 4)
    return (
        f"الأرصاد: {rng.choice(['أمطار', 'غبار', 'طقس حار', 'سحب رعدية'])} على {a} اليوم",
        [
            f"توقعت الهيئة العامة للأرصاد في تقريرها عن حالة الطقس لهذا اليوم {day_name(number)} هطول أمطار رعدية على {a} "
            f"و{b}، تكون مصحوبة برياح نشطة مثيرة للأتربة والغبار تحد من مدى الرؤية الأفقية على {c} و{d}.",
            f"وأشار التقرير إلى أن حركة الرياح السطحية على البحر الأحمر شمالية غربية إلى غربية بسرعة {rng.randrange(12, 30)} - "
            f"{rng.randrange(30, 50)} كم/ساعة، وارتفاع الموج من متر إلى {rng.choice(['مترين', 'متر ونصف', 'مترين ونصف'])}، "
            f"وحالة البحر {rng.choice(['متوسط الموج', 'خفيف إلى متوسط الموج', 'مائج'])}.",
            f"وتبلغ درجة الحرارة العظمى في {a} {rng.randrange(28, 49)} درجة والصغرى {rng.randrange(12, 28)} درجة.",
        ],
        number,
    )


def city_weather(rng: random.Random, number: int) -> Item:
    lines = [f"{city}: العظمى {rng.randrange(25, 48)} والصغرى {rng.randrange(10, 25)}." for city in CITIES[:14]]
    return (
        f"درجات الحرارة المتوقعة {day_name(number)}",
        [f"فيما يلي بيان بدرجات الحرارة المتوقعة على المدن اليوم {day_name(number)}:", *lines],
        number,
    )


def currency(rng: random.Random, number: int) -> Item:
    lines = [
        f"سجل سعر {name} {money(rng, 2, 60)} جنيه للشراء و{money(rng, 2, 60)} جنيه للبيع."
        for name in CURRENCIES[: 6 + number % 3]
    ]
    return (
        f"أسعار العملات اليوم {day_name(number)}",
        ["استقرت أسعار العملات العربية والأجنبية في البنوك خلال تعاملات اليوم مع بداية التداول.", *lines],
        number,
    )


def gold(rng: random.Random, number: int) -> Item:
    change = rng.choice(["ارتفعت", "انخفضت", "استقرت"])
    return (
        f"{change} أسعار الذهب اليوم {day_name(number)}",
        [
            f"{change} أسعار الذهب في محلات الصاغة اليوم {day_name(number)} بقيمة {rng.randrange(1, 20)} جنيها للجرام.",
            f"وسجل سعر جرام الذهب عيار 24 نحو {rng.randrange(900, 999)} جنيها، وعيار 21 وهو الأكثر مبيعا "
            f"{rng.randrange(700, 899)} جنيها، وعيار 18 نحو {rng.randrange(600, 699)} جنيها.",
            f"وبلغ سعر الجنيه الذهب {rng.randrange(5000, 7000)} جنيها، فيما سجلت الأوقية عالميا {rng.randrange(1500, 2400)} "
            "دولارا، وتختلف الأسعار من محل إلى آخر بحسب قيمة المصنعية.",
        ],
        number,
    )


def stocks(rng: random.Random, number: int) -> Item:
    up, down = rng.sample(COMPANIES, 4), rng.sample(COMPANIES, 4)
    level = money(rng, 6000, 12000)
    change = rng.choice(["ارتفاع", "انخفاض"])
    return (
        f"مؤشر سوق الأسهم يغلق على {change} عند مستوى {level} نقطة",
        [
            f"أغلق مؤشر سوق الأسهم اليوم على {change} بلغ {money(rng, 2, 160)} نقطة عند مستوى {level} نقطة بتداولات تجاوزت "
            f"{money(rng, 2, 9)} مليار ريال.",
            f"وشهدت تداولات اليوم ارتفاع أسهم {rng.randrange(20, 130)} شركة في قيمتها وتراجع أسهم {rng.randrange(20, 130)} شركة، "
            f"فيما بلغ عدد الأسهم المتداولة أكثر من {money(rng, 90, 400)} مليون سهم توزعت على أكثر من "
            f"{money(rng, 50, 200)} ألف صفقة.",
            f"وكانت أسهم شركات {up[0]} و{up[1]} و{up[2]} و{up[3]} الأكثر ارتفاعا، أما أسهم شركات {down[0]} و{down[1]} و{down[2]} "
            f"و{down[3]} فكانت الأكثر انخفاضا في التعاملات، حيث تراوحت نسب الارتفاع والانخفاض ما بين {money(rng, 1, 10)}% "
            f"و{money(rng, 1, 10)}%.",
        ],
        number,
    )


def prayer(rng: random.Random, number: int) -> Item:
    lines = [
        f"{city}: الفجر {clock(rng, 4)} الشروق {clock(rng, 5)} الظهر {clock(rng, 12)} العصر {clock(rng, 3)} "
        f"المغرب {clock(rng, 6)} العشاء {clock(rng, 8)}"
        for city in CITIES[:8]
    ]
    return (
        f"مواقيت الصلاة اليوم {day_name(number)}",
        [
            f"ننشر لكم مواقيت الصلاة في عدد من المدن اليوم {day_name(number)} وفق ما أعلنته الهيئة العامة للمساحة:",
            *lines,
        ],
        number,
    )


def prayer_city(rng: random.Random, number: int) -> Item:
    city = CITIES[number % len(CITIES)]
    return (
        f"موعد أذان المغرب في {city} اليوم",
        [
            f"يرغب كثير من المسلمين في معرفة مواعيد الصلاة في {city} والمحافظات المجاورة، وتقدم لكم الصحيفة مواعيد الأذان اليوم.",
            f"صلاة الفجر الساعة {clock(rng, 4)}، صلاة الظهر الساعة {clock(rng, 12)}، صلاة العصر الساعة {clock(rng, 3)}، "
            f"صلاة المغرب الساعة {clock(rng, 6)}، صلاة العشاء الساعة {clock(rng, 8)} بالتوقيت المحلي لمدينة {city}.",
        ],
        number // 6,
    )


def lineup(rng: random.Random, number: int) -> Item:
    home, away = rng.sample(CLUBS, 2)
    players = [f"{rng.choice(FIRST)} {rng.choice(FAMILY)}" for _ in range(18)]
    return (
        f"تشكيلة {home} المتوقعة أمام {away}",
        [
            f"أعلن المدير الفني لفريق {home} التشكيلة التي يخوض بها مباراة اليوم أمام {away} ضمن منافسات الجولة "
            f"{rng.randrange(2, 30)} من الدوري الممتاز على ملعب {rng.choice(CITIES)} عند الساعة {clock(rng, rng.randrange(5, 10))} مساء.",
            f"حراسة المرمى: {players[0]}.",
            f"خط الدفاع: {'، '.join(players[1:5])}.",
            f"خط الوسط: {'، '.join(players[5:9])}.",
            f"خط الهجوم: {'، '.join(players[9:11])}.",
            f"ويجلس على مقاعد البدلاء: {'، '.join(players[11:])}.",
        ],
        number // 3,
    )


def result(rng: random.Random, number: int) -> Item:
    home, away = rng.sample(CLUBS, 2)
    a, b = rng.randrange(0, 5), rng.randrange(0, 5)
    return (
        f"{home} يتغلب على {away} في الدوري",
        [
            f"تغلب فريق {home} على ضيفه {away} بنتيجة {a + b + 1} - {b} في المباراة التي جمعت بينهما مساء {day_name(number)} على "
            f"ملعب مدينة {rng.choice(CITIES)} ضمن منافسات الجولة {rng.randrange(2, 30)} من الدوري الممتاز لكرة القدم.",
            f"سجل أهداف المباراة {rng.choice(FIRST)} {rng.choice(FAMILY)} في الدقيقة {rng.randrange(2, 45)} و{rng.choice(FIRST)} "
            f"{rng.choice(FAMILY)} في الدقيقة {rng.randrange(46, 90)}، ليرفع {home} رصيده إلى {rng.randrange(10, 60)} نقطة في المركز "
            f"{rng.choice(['الثاني', 'الرابع', 'الخامس', 'السابع'])}، فيما تجمد رصيد {away} عند {rng.randrange(5, 50)} نقطة.",
        ],
        number // 3,
    )


def obituary(rng: random.Random, number: int) -> Item:
    name, family = person(rng), rng.choice(FAMILY)
    return (
        f"{name} إلى رحمة الله",
        [
            f"انتقل إلى رحمة الله تعالى {name} عن عمر يناهز {rng.randrange(40, 99)} عاما بعد معاناة مع المرض.",
            f"وسيصلى على الفقيد عقب صلاة {rng.choice(['العصر', 'الظهر', 'المغرب', 'الجمعة'])} اليوم في جامع {rng.choice(FAMILY)} "
            f"بمدينة {rng.choice(CITIES)} ويوارى جثمانه الثرى في مقبرة {rng.choice(['النسيم', 'الفيصلية', 'الشهداء', 'البقيع'])}.",
            f"ويتقبل العزاء في منزل أسرة {family} بحي {rng.choice(['الروضة', 'السلام', 'النخيل', 'الورود'])} أو على الهاتف "
            f"{rng.randrange(500000000, 599999999)}. تغمد الله الفقيد بواسع رحمته وأسكنه فسيح جناته وألهم أهله وذويه الصبر "
            "والسلوان، إنا لله وإنا إليه راجعون.",
        ],
        number,
    )


def horoscope(rng: random.Random, number: int) -> Item:
    sign = SIGNS[number % 12]
    work = [
        "تنجز مهمة كانت معلقة",
        "لا تتسرع في قرار مالي",
        "يقف زملاؤك إلى جانبك",
        "تصلك فرصة جديدة",
        "راجع حساباتك جيدا",
    ]
    love = ["الشريك يحتاج إلى اهتمامك", "لقاء عابر يغير مزاجك", "ابتعد عن الجدال العقيم", "صارح من تحب بما في قلبك"]
    health = ["مارس المشي نصف ساعة", "قلل من السهر", "اشرب المزيد من الماء", "تجنب الأطعمة الدسمة"]
    return (
        f"حظك اليوم برج {sign}",
        [
            f"حظك اليوم وتوقعات الأبراج لمواليد برج {sign} على الصعيد المهني والعاطفي والصحي.",
            f"مهنيا: {rng.choice(work)}، و{rng.choice(work)}، وقد تسمع خبرا سارا من مسؤول في العمل قبل نهاية الأسبوع.",
            f"عاطفيا: {rng.choice(love)}، فالأيام المقبلة تحمل لك مفاجأة.",
            f"صحيا: {rng.choice(health)}، ولا تهمل فحوصك الدورية.",
            f"رقم الحظ {rng.randrange(1, 99)} ولون اليوم {rng.choice(['الأزرق', 'الأخضر', 'الأبيض', 'الذهبي'])}.",
        ],
        number // 12,
    )


def vacancy(rng: random.Random, number: int) -> Item:
    city, job = rng.choice(CITIES), rng.choice(JOBS)
    start = rng.randrange(1, 20)
    return (
        f"وظيفة {job} شاغرة في بلدية {city}",
        [
            f"أعلنت بلدية {city} عن توفر {rng.randrange(2, 60)} وظيفة شاغرة بمسمى {job} على المرتبة "
            f"{rng.choice(['السادسة', 'السابعة', 'الثامنة'])} للعمل في مقرها الرئيسي.",
            f"واشترطت البلدية أن يكون المتقدم حاصلا على شهادة {rng.choice(['البكالوريوس', 'الدبلوم', 'الماجستير'])} في التخصص، وألا "
            f"يزيد عمره على {rng.randrange(28, 45)} عاما، مع خبرة لا تقل عن {rng.randrange(1, 9)} سنوات في المجال، وأن يجتاز "
            "المقابلة الشخصية.",
            f"ويبدأ التقديم يوم {day_name(start)} ويستمر حتى {day_name(start + 9)} عبر الموقع الإلكتروني للبلدية، مع إرفاق صور "
            "المؤهلات وشهادات الخبرة، ولن ينظر في الطلبات غير المكتملة.",
        ],
        number // 4,
    )


def reception(rng: random.Random, number: int) -> Item:
    country = COUNTRIES[number % len(COUNTRIES)].split("|")[0]
    city, envoy, prince = rng.choice(CITIES), f"{rng.choice(FIRST)} {rng.choice(FAMILY)}", rng.choice(FIRST)
    return (
        f"أمير {city} يستقبل سفير {country}",
        [
            f"استقبل صاحب السمو الملكي الأمير {prince} بن {rng.choice(FIRST)} أمير منطقة {city} في مكتبه بالإمارة اليوم سفير "
            f"{country} لدى المملكة السيد {envoy}.",
            f"وجرى خلال اللقاء تبادل الأحاديث الودية ومناقشة الموضوعات ذات الاهتمام المشترك، ورحب سمو أمير منطقة {city} "
            "بالسفير متمنيا له طيب الإقامة.",
            f"من جانبه عبر السفير {envoy} عن شكره لسموه على حسن الاستقبال وكرم الضيافة. حضر اللقاء وكيل الإمارة {person(rng)}.",
        ],
        number // 3,
    )


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


FAMILIES: Final[dict[str, Callable[[random.Random, int], Item]]] = {
    function.__name__: function
    for function in (
        telegram, long_telegram, condolence, weather, city_weather, currency, gold, stocks, prayer, prayer_city, lineup,
        result, obituary, horoscope, vacancy, reception, earthquake, court, fuel, flights, standings, arrest, power_cut,
        health, phone_call, tv_guide, road, transfer, funeral, tender, decree, accident, inspection, oil, mosque,
    )
}  # fmt: skip
